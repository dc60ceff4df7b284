// The list as it is kept: to look through, edit and delete.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { EmptyState } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import type { CallerId } from '@/lib/api/models';
import { useLast } from '@/lib/hooks';
import { phoneText } from '@/lib/phone';
import { useDeleteCallerId } from '../api';
import { EditNumber } from './EditNumber';
import { Marks } from './Marks';

const SEARCH_ABOVE = 8;

export function SavedNumbers({ items }: { items: readonly CallerId[] }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [editing, setEditing] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<CallerId | null>(null);
  const wanted = query.trim().toLowerCase();
  const digits = wanted.replace(/\D/g, '');
  const shown = items.filter((each) => each.title.toLowerCase().includes(wanted) || (digits !== '' && each.number.includes(digits)));
  if (!items.length) return <EmptyState icon="voice" title={t('callers.none')}>{t('callers.noneText')}</EmptyState>;
  return (
    <section className="card pad stack" aria-labelledby="saved-numbers">
      <h2 id="saved-numbers">{t('callers.list')}</h2>
      {items.length > SEARCH_ABOVE && <Field label={t('callers.find')} value={query} onChange={setQuery} type="search" />}
      <ul className="callers">
        {shown.map((each) => (
          <li key={each.caller_id}>
            <div className="caller"><strong>{each.title}</strong> <span className="num">{phoneText(each.number)}</span> <Marks row={each} /></div>
            {each.editable && (
              <div className="row tight">
                <Button small look="quiet" aria-label={t('callers.editOne', { name: each.title })} onPress={() => setEditing(each.caller_id)}>{t('callers.edit')}</Button>
                <Button small look="quiet" aria-label={t('callers.deleteOne', { name: each.title })} onPress={() => setDeleting(each)}>{t('callers.delete')}</Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {!shown.length && <p className="muted" role="status">{t('kit.nothingFound')}</p>}
      {editing && <EditNumber callerId={editing} onClose={() => setEditing(null)} />}
      <DeleteQuestion one={deleting} onClose={() => setDeleting(null)} />
    </section>
  );
}

function DeleteQuestion({ one, onClose }: { one: CallerId | null; onClose: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const remove = useDeleteCallerId();
  const shown = useLast(one);
  const close = () => { remove.reset(); onClose(); };
  const confirm = () => {
    if (one) remove.mutate({ callerId: one.caller_id, confirmed: one.district_default }, { onSuccess: () => { toast(t('callers.deleted', { name: one.title })); close(); } });
  };
  return (
    <Dialog role="alertdialog" title={t('callers.deleteTitle', { name: shown?.title ?? '' })} isOpen={one !== null} grave={shown?.district_default} onClose={close} actions={(
      <><Button look="danger" isPending={remove.isPending} onPress={confirm}>{t('callers.delete')}</Button><Button autoFocus onPress={close}>{t('callers.keep')}</Button></>
    )}>
      <p>{shown?.district_default ? t('callers.callingStops') : t('callers.deleteText')}</p>
      {remove.error && <p className="field-error" role="alert">{errorText(remove.error)}</p>}
    </Dialog>
  );
}
