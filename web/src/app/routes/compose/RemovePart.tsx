// X takes a part out of the message; it asks first if something was entered (SMS-11, CALL-14).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';

export function RemovePart({ isFilled, onRemove }: { isFilled: boolean; onRemove: () => void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  if (!isFilled) return null;
  return (
    <div className="push-end">
      <Button small look="quiet" icon="close" onPress={() => setAsking(true)}>{t('compose.removePart')}</Button>
      <Dialog role="alertdialog" title={t('compose.removeTitle')} isOpen={asking} onClose={() => setAsking(false)} actions={(
        <><Button look="danger" onPress={() => { setAsking(false); onRemove(); }}>{t('compose.removePart')}</Button><Button autoFocus onPress={() => setAsking(false)}>{t('compose.keep')}</Button></>
      )}>
        <p>{t('compose.removeText')}</p>
      </Dialog>
    </div>
  );
}
