// The session has ended while the page was open: sign in again over it, and what was under way goes on.
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { SignInForm } from '@/features/access/components/SignInForm';
import { session } from '@/lib/session';

export function SignInAgain() {
  const { t } = useTranslation();
  const state = useSyncExternalStore(session.subscribe, () => session.state);
  return (
    <Dialog title={t('signIn.againTitle')} isOpen={state === 'expired'} onClose={() => undefined} mustAnswer>
      <p>{t('signIn.againText')}</p>
      <SignInForm username={session.tokens?.username} onDone={() => undefined} />
      <Button look="quiet" onPress={() => session.signOut()}>{t('signIn.other')}</Button>
    </Dialog>
  );
}
