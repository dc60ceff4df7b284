// Who cannot be reached, by which channel and why, before anything is sent (SEND-14). The server finds them.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '@/components/DataTable';
import { Field } from '@/components/Field';
import { Select } from '@/components/Select';
import { EmptyState } from '@/components/States';
import type { AudienceCount, Channel, Unreachable as Reason, UnreachableRow } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useSettled } from '@/lib/hooks';
import { useReason } from '@/lib/reasons';
import { useChannelName } from '@/lib/words';
import { useUnreachable, type Counted, type UnreachableFilter } from '../api';
import { reasonsIn } from '../reasons';

const TYPING_PAUSE_MS = 300;

interface Props { counted: Counted; count: AudienceCount | undefined; ways: readonly Channel[] }

export function Unreachable({ counted, count, ways }: Props) {
  const { t } = useTranslation();
  const channelName = useChannelName();
  const reasonName = useReason();
  const { number } = useFormat();
  const [filter, setFilter] = useState<UnreachableFilter>({});
  const [q, setQ] = useState('');
  const asked = { ...filter, q: useSettled(q.trim(), TYPING_PAUSE_MS) || undefined };
  const any = { id: 'all' as const, name: t('recipients.all') };
  const reasons = reasonsIn(count, filter.channel).map(({ reason, people }) => (
    { id: reason, name: `${reasonName({ reason, channel: filter.channel ?? 'portal' })} (${number(people)})` }));
  return (
    <div className="stack">
      <div className="row">
        <Select label={t('columns.type')} value={filter.channel ?? 'all'} choices={[any, ...ways.map((c) => ({ id: c, name: channelName(c) }))]}
          onChange={(c) => setFilter({ channel: c === 'all' ? undefined : c })} />
        <Select label={t('columns.error')} value={filter.reason ?? 'all'} choices={[any, ...reasons]}
          onChange={(reason) => setFilter({ ...filter, reason: reason === 'all' ? undefined : reason })} />
        <Field label={t('recipients.find')} type="search" value={q} onChange={setQ} placeholder={t('compose.typeName')} />
      </div>
      <People key={JSON.stringify(asked)} counted={counted} filter={asked} />
    </div>
  );
}

function People({ counted, filter }: { counted: Counted; filter: UnreachableFilter }) {
  const { t } = useTranslation();
  const rows = useUnreachable(counted, filter);
  const isFiltered = Boolean(filter.channel ?? filter.reason ?? filter.q);
  return (
    <DataTable name="unreachable" caption={t('preview.unreachable')} columns={useColumns(rows.all)} rows={rows}
      rowKey={(row) => [row.person_id, row.student_id, row.channel].join(' ')}
      empty={<EmptyState icon={isFiltered ? 'search' : 'check'} title={t(isFiltered ? 'kit.nothingFound' : 'preview.allReached')} />} />
  );
}

function useColumns(all: readonly UnreachableRow[]): Column<UnreachableRow>[] {
  const { t } = useTranslation();
  const channelName = useChannelName();
  const reasonOf = useReason();
  const reason = (row: UnreachableRow) => reasonOf({ reason: row.reason satisfies Reason, channel: row.channel });
  return [
    { id: 'name', title: t('columns.name'), main: true, cell: (r) => <strong>{r.name}</strong>, sortBy: (r) => r.name },
    { id: 'channel', title: t('columns.type'), cell: (r) => channelName(r.channel), sortBy: (r) => channelName(r.channel) },
    { id: 'reason', title: t('columns.error'), wide: 'whole', cell: reason, sortBy: reason },
    { id: 'regarding', title: t('columns.regarding'), hiddenAtFirst: all.every((r) => !r.regarding_student), cell: (r) => r.regarding_student, sortBy: (r) => r.regarding_student ?? '' },
    { id: 'school', title: t('columns.school'), hiddenAtFirst: new Set(all.map((r) => r.school_id)).size <= 1, cell: (r) => r.school_name, sortBy: (r) => r.school_name },
  ];
}
