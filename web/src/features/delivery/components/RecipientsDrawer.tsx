// The Recipients window, and the Errors window, which is the same with the status set (REPT-20, REPT-25).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '@/components/DataTable';
import { Drawer } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { Select } from '@/components/Select';
import { EmptyState } from '@/components/States';
import { channels, deliveryStatuses, type Channel, type DeliveryStatus, type Recipient } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useSettled } from '@/lib/hooks';
import { useReason } from '@/lib/reasons';
import { recipientTypeName, useChannelName, useStatusName } from '@/lib/words';
import { phoneText } from '@/lib/phone';
import { useRecipients, type RecipientFilter } from '../api';
import { StatusBadge } from './StatusBadge';

interface Props { messageId: string | null; start: RecipientFilter; ofChannels?: readonly Channel[]; /** Which message. */ about?: string; onClose: () => void }

/** Made anew (by its key) for each message and start. */
export function RecipientsDrawer({ messageId, start, ofChannels, about, onClose }: Props) {
  const { t } = useTranslation();
  const statusName = useStatusName();
  const [filter, setFilter] = useState(start);
  const title = filter.status === 'error' ? t('recipients.errorsTitle') : filter.status ? t('recipients.ofStatus', { status: statusName(filter.status) }) : t('recipients.title');
  return (
    <Drawer title={title} isOpen={messageId !== null} onClose={onClose}>
      {about && <p className="muted">{about}</p>}
      {messageId !== null && <Body messageId={messageId} filter={filter} setFilter={setFilter} ofChannels={ofChannels ?? channels} />}
    </Drawer>
  );
}

const TYPING_PAUSE_MS = 300;

interface BodyProps { messageId: string; filter: RecipientFilter; setFilter: (next: RecipientFilter) => void; ofChannels: readonly Channel[] }

function Body({ messageId, filter, setFilter, ofChannels }: BodyProps) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const asked = { ...filter, q: useSettled(q.trim(), TYPING_PAUSE_MS) };
  const channelName = useChannelName();
  const statusName = useStatusName();
  const any = { id: 'all' as const, name: t('recipients.all') };
  return (
    <div className="stack">
      <div className="row">
        <Select label={t('columns.type')} value={filter.channel ?? 'all'} choices={[any, ...ofChannels.map((c) => ({ id: c, name: channelName(c) }))]}
          onChange={(c) => setFilter({ ...filter, channel: c === 'all' ? undefined : c })} />
        <Select label={t('columns.status')} value={filter.status ?? 'all'} choices={[any, ...deliveryStatuses.map((s) => ({ id: s, name: statusName(s) }))]}
          onChange={(s) => setFilter({ ...filter, status: s === 'all' ? undefined : s })} />
        <Field label={t('recipients.find')} type="search" value={q} onChange={setQ} placeholder={t('compose.typeName')} />
      </div>
      <RecipientTable key={JSON.stringify(asked)} messageId={messageId} filter={asked} />
    </div>
  );
}

function RecipientTable({ messageId, filter }: { messageId: string; filter: RecipientFilter }) {
  const { t } = useTranslation();
  const rows = useRecipients(messageId, filter);
  const columns = useColumns(rows.all, filter.status);
  return (
    <DataTable name="recipients" caption={t('recipients.title')} columns={columns} rows={rows} rowKey={(r) => r.delivery_id}
      empty={<EmptyState icon="people" title={t('recipients.none')}>{t('recipients.noneText')}</EmptyState>} />
  );
}

function useColumns(all: readonly Recipient[], status?: DeliveryStatus): Column<Recipient>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const channelName = useChannelName();
  const statusName = useStatusName();
  const reason = useReason();
  const isAlike = (of: (r: Recipient) => string | null) => new Set(all.map(of)).size <= 1;
  const columns: Column<Recipient>[] = [
    { id: 'name', title: t('columns.name'), main: true, cell: (r) => <strong>{r.name}</strong>, sortBy: (r) => r.name },
    { id: 'status', title: t('columns.status'), cell: (r) => <StatusBadge status={r.status} channel={r.channel} />, sortBy: (r) => statusName(r.status) },
    { id: 'error', title: t('columns.error'), wide: 'whole', hiddenAtFirst: all.every((r) => !r.reason), cell: (r) => (r.reason ? <span>{reason(r)}</span> : null), sortBy: reason },
    { id: 'channel', title: t('columns.type'), cell: (r) => channelName(r.channel), sortBy: (r) => channelName(r.channel) },
    { id: 'destination', title: t('columns.destination'), cell: (r) => r.destination && phoneText(r.destination), sortBy: (r) => r.destination ?? '' },
    { id: 'kind', title: t('columns.recipientType'), hiddenAtFirst: isAlike((r) => r.recipient_type), cell: (r) => recipientTypeName(t, r.recipient_type), sortBy: (r) => r.recipient_type },
    { id: 'school', title: t('columns.school'), hiddenAtFirst: isAlike((r) => r.school_name), cell: (r) => r.school_name, sortBy: (r) => r.school_name ?? '' },
    { id: 'regarding', title: t('columns.regarding'), hiddenAtFirst: all.every((r) => !r.regarding_student), cell: (r) => r.regarding_student, sortBy: (r) => r.regarding_student ?? '' },
    { id: 'student', title: t('columns.studentId'), hiddenAtFirst: all.every((r) => !r.student_number), cell: (r) => r.student_number, sortBy: (r) => r.student_number ?? '' },
    { id: 'staff', title: t('columns.staffId'), hiddenAtFirst: all.every((r) => !r.staff_number), cell: (r) => r.staff_number, sortBy: (r) => r.staff_number ?? '' },
    { id: 'update', title: t('columns.lastUpdate'), cell: (r) => <time dateTime={r.last_update} title={format.exact(r.last_update)}>{format.dateTime(r.last_update)}</time>, sortBy: (r) => r.last_update },
    { id: 'expires', title: t('columns.expires'), cell: (r) => (r.expires_at ? format.dateTime(r.expires_at) : null), sortBy: (r) => r.expires_at ?? '' },
  ];
  return status === 'sent' ? columns.filter((c) => c.id !== 'error') : columns;
}
