// What will leave later: the next first, then what is over. Errored ones stand on top (SCHD-06, SCHD-14).
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, LinkButton } from '@/components/Button';
import { Dialog, Drawer } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { EmptyState, LoadFailed, Skeleton } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { PeopleList } from '@/features/audience/imported/PeopleList';
import { deleteScheduled, forgetScheduled, reschedule, useScheduled } from '@/features/schedules/api';
import { ScheduleDialog } from '@/features/schedules/components/ScheduleDialog';
import { ScheduledCard } from '@/features/schedules/components/ScheduledCard';
import { WaitingParts } from '@/features/schedules/components/WaitingParts';
import { useScheduling } from '@/features/schedules/scheduling';
import type { Scheduled } from '@/lib/api/models';
import { useTitle } from '@/lib/hooks';
import { useInWords } from '@/lib/insert-fields';
import { only } from '../shell/only';
import { maySend } from '../shell/places';

const FILTER_FROM = 6; // with fewer there is nothing to look for

export const Component = only(maySend, 'scheduled', ScheduledPage);

function ScheduledPage() {
  const { t } = useTranslation();
  useTitle(t('places.scheduled'));
  const errorText = useErrorText();
  const found = useScheduled();
  const [wanted, setWanted] = useState('');
  const [moving, setMoving] = useState<Scheduled | null>(null);
  const [viewing, setViewing] = useState<Scheduled | null>(null);
  const [dropping, setDropping] = useState<Scheduled | null>(null);
  const all = found.data?.items ?? [];
  const shown = all.filter((m) => `${m.subject} ${m.to} ${m.schedule.date}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <>
      <header className="page-head"><div><h1>{t('places.scheduled')}</h1><p className="muted">{t('scheduled.text')}</p></div></header>
      {found.isPending && <Skeleton />}
      {found.error && <LoadFailed message={errorText(found.error)} onRetry={() => void found.refetch()} />}
      {found.data && !all.length && (
        <EmptyState icon="clock" title={t('scheduled.none')} action={<LinkButton to="/compose" look="send" icon="compose">{t('home.write')}</LinkButton>}>{t('scheduled.noneText')}</EmptyState>
      )}
      <div className="stack">
        {all.length >= FILTER_FROM && <Field label={t('scheduled.find')} type="search" value={wanted} onChange={setWanted} />}
        {all.length > 0 && !shown.length && <p className="muted" role="status">{t('scheduled.noMatch')}</p>}
        {shown.map((m) => <ScheduledCard key={m.schedule_id} message={m} onReschedule={() => setMoving(m)} onDelete={() => setDropping(m)} onImported={() => setViewing(m)} />)}
      </div>
      {moving && <Reschedule message={moving} onClose={() => setMoving(null)} />}
      <Drawer title={t('imported.title')} isOpen={viewing !== null} onClose={() => setViewing(null)}>
        {viewing?.imported_list_id && (
          <div className="stack">
            <PeopleList listId={viewing.imported_list_id} />
            <div><LinkButton small to={`/scheduled/${encodeURIComponent(viewing.schedule_id)}`}>{t('scheduled.changeList')}</LinkButton></div>
          </div>
        )}
      </Drawer>
      {dropping && <Delete message={dropping} onClose={() => setDropping(null)} />}
    </>
  );
}

function Reschedule({ message, onClose }: { message: Scheduled; onClose: () => void }) {
  const { t } = useTranslation();
  const saving = useScheduling((when, confirmed) => reschedule(message.schedule_id, when, confirmed), (kept) => {
    kept.warnings?.forEach((each) => toast(each.message));
    toast(t('scheduled.moved'));
    onClose();
  });
  return <ScheduleDialog title={t('scheduled.reschedule')} start={message.schedule} zone={message.time_zone} kept={message} {...saving} onClose={onClose}><WaitingParts steps={message.if_not_read} /></ScheduleDialog>;
}

function Delete({ message, onClose }: { message: Scheduled; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const inWords = useInWords();
  const drop = async () => {
    setBusy(true);
    try {
      await deleteScheduled(message.schedule_id);
      toast(t('scheduled.deleted'));
    } catch (error) {
      toast(errorText(error));
    }
    void forgetScheduled(client);
    onClose();
  };
  return (
    <Dialog role="alertdialog" title={t('scheduled.deleteTitle')} isOpen onClose={onClose} mustAnswer={busy} actions={(
      <><Button look="danger" isPending={busy} onPress={() => void drop()}>{t('scheduled.delete')}</Button><Button autoFocus isDisabled={busy} onPress={onClose}>{t('scheduled.keep')}</Button></>
    )}>
      <p>{t('scheduled.deleteText', { subject: inWords(message.subject) })}</p>
    </Dialog>
  );
}
