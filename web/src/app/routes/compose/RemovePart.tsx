// X takes a part out of what is sent; it asks first if something was entered (SMS-11, CALL-14). One that is attached (ANN-14)
// goes with its tab, also while it is empty.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';

interface Props { isFilled: boolean; onRemove: () => void; onDetach?: () => void }

export function RemovePart({ isFilled, onRemove, onDetach }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  if (!isFilled && !onDetach) return null;
  const remove = () => { setAsking(false); onRemove(); onDetach?.(); };
  return (
    <div className="push-end">
      <Button small look="quiet" icon="close" onPress={() => (isFilled ? setAsking(true) : remove())}>{t('compose.removePart')}</Button>
      <Dialog role="alertdialog" title={t('compose.removeTitle')} isOpen={asking} onClose={() => setAsking(false)} actions={(
        <><Button look="danger" onPress={remove}>{t('compose.removePart')}</Button><Button autoFocus onPress={() => setAsking(false)}>{t('compose.keep')}</Button></>
      )}>
        <p>{t('compose.removeText')}</p>
      </Dialog>
    </div>
  );
}
