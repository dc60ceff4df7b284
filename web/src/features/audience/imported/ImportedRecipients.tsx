// In the recipient area: Import Recipients, or the chip of those imported and View Imported (IMPT-01, IMPT-08).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Chips } from '@/components/Chips';
import { Dialog } from '@/components/Dialog';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useFormat } from '@/lib/format';
import type { ImportedChoice } from '../choice';
import { useDeleteList } from './api';
import { ImportWindow } from './ImportWindow';

interface Props { choice: ImportedChoice | undefined; onChoice: (choice: ImportedChoice | undefined) => void }

export function ImportedRecipients({ choice, onChoice }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const chips = choice ? [{ id: 'imported', name: t('imported.chip', { shown: number(choice.people) }) }] : [];
  return (
    <div className="row imported-row" data-field="audience.imported.list_id">
      <Button small icon={choice ? 'eye' : 'upload'} onPress={() => setOpen(true)}>{choice ? t('imported.view') : t('imported.import')}</Button>
      <Chips label={t('imported.title')} chips={chips} onRemove={() => setAsking(true)} />
      <ImportWindow isOpen={open} onClose={() => setOpen(false)} choice={choice} onChoice={onChoice} onDeleteAll={() => setAsking(true)} />
      {choice && <DeleteAll choice={choice} isOpen={asking} onClose={() => setAsking(false)} onDeleted={() => { setAsking(false); onChoice(undefined); }} />}
    </div>
  );
}

function DeleteAll({ choice, isOpen, onClose, onDeleted }: { choice: ImportedChoice; isOpen: boolean; onClose: () => void; onDeleted: () => void }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const errorText = useErrorText();
  const remove = useDeleteList(choice.listId);
  return (
    <Dialog role="alertdialog" title={t('imported.deleteTitle', { count: choice.people, shown: number(choice.people) })} isOpen={isOpen} onClose={onClose} actions={(
      <>
        <Button look="danger" isPending={remove.isPending} onPress={() => { if (choice.saved) onDeleted(); else remove.mutate(undefined, { onSuccess: onDeleted }); }}>{t('imported.deleteAll')}</Button>
        <Button autoFocus onPress={onClose}>{t('kit.goBack')}</Button>
      </>
    )}>
      <p>{t(choice.saved ? 'imported.deleteSaved' : 'imported.deleteText')}</p>
      {remove.error && <Notice tone="bad" live>{errorText(remove.error)}</Notice>}
    </Dialog>
  );
}
