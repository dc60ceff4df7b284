// One caller ID, edited. Taking the district's only default away is asked about first (CID-07).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Notice, Skeleton } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import type { CallerId } from '@/lib/api/models';
import { ApiError, isKind } from '@/lib/api/problem';
import { useCallerId, useChangeCallerId } from '../api';
import { changesOf, rowOf, type Row } from '../rows';
import { RowFields } from './RowFields';

export function EditNumber({ callerId, onClose }: { callerId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const found = useCallerId(callerId);
  if (found.data) return <EditForm key={found.data.tag} one={found.data.value} tag={found.data.tag} onClose={onClose} onReload={() => void found.refetch()} />;
  return (
    <Dialog title={t('callers.editTitle')} isOpen onClose={onClose}>
      {found.error ? <Notice tone="bad" live>{errorText(found.error)}</Notice> : <Skeleton lines={5} />}
    </Dialog>
  );
}

function EditForm({ one, tag, onClose, onReload }: { one: CallerId; tag: string; onClose: () => void; onReload: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const before = rowOf(one);
  const [row, setRow] = useState<Row>(before);
  const save = useChangeCallerId(one.caller_id, tag);
  const changes = changesOf(before, row);
  const asks = isKind(save.error, 'confirmation-required');
  const faults = save.error instanceof ApiError ? save.error.fields : [];
  const keep = (confirmed: boolean) => save.mutate({ ...changes, ...(confirmed && { confirmed }) }, {
    onSuccess: ({ notices }) => { toast(t('settings.saved')); notices.forEach((notice) => toast(notice)); onClose(); },
  });
  return (
    <Dialog wide title={t('callers.editTitle')} isOpen onClose={onClose} actions={asks
      ? <><Button look="danger" isPending={save.isPending} onPress={() => keep(true)}>{t('callers.stopCalling')}</Button><Button autoFocus onPress={() => save.reset()}>{t('kit.goBack')}</Button></>
      : <><Button look="primary" isPending={save.isPending} isDisabled={!Object.keys(changes).length} onPress={() => keep(false)}>{t('settings.save')}</Button><Button look="quiet" onPress={onClose}>{t('kit.goBack')}</Button></>}>
      <div className="stack">
        {isKind(save.error, 'stale') && <Notice tone="warn" live title={t('settings.staleTitle')}><p>{t('settings.staleText')}</p><Button small onPress={onReload}>{t('settings.reload')}</Button></Notice>}
        {asks && <Notice tone="warn" live>{t('callers.callingStops')}</Notice>}
        {save.error && !asks && !isKind(save.error, 'stale') && <Notice tone="bad" live title={t('settings.notSaved')}>{errorText(save.error)}</Notice>}
        <form noValidate onSubmit={(event) => { event.preventDefault(); if (!asks && Object.keys(changes).length) keep(false); }}>
          <RowFields row={row} onChange={(next) => { save.reset(); setRow(next); }} errorOf={(field) => faults.find((each) => each.field.startsWith(field))?.message} />
        </form>
      </div>
    </Dialog>
  );
}
