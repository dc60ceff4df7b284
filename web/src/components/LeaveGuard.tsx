// Asks before unsaved changes are left behind: within the app by a window, at closing the tab by the browser.
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { useLeaveWarning } from '@/lib/hooks';
import { Button } from './Button';
import { Dialog } from './Dialog';

export function LeaveGuard({ active }: { active: boolean }) {
  useLeaveWarning(active);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => active && currentLocation.pathname !== nextLocation.pathname);
  return blocker.state === 'blocked' ? <LeaveQuestion onLeave={() => blocker.proceed()} onStay={() => blocker.reset()} /> : null;
}

/** The question itself, for what is left without leaving the page. */
export function LeaveQuestion({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog role="alertdialog" title={t('kit.unsaved')} isOpen onClose={onStay} actions={(
      <><Button look="danger" onPress={onLeave}>{t('kit.leave')}</Button><Button autoFocus onPress={onStay}>{t('kit.stay')}</Button></>
    )}>
      <p>{t('kit.unsavedText')}</p>
    </Dialog>
  );
}
