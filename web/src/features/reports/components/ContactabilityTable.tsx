// A row per person whom something does not reach, a column per channel with the reason.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '@/components/DataTable';
import { EmptyState } from '@/components/States';
import type { ContactabilityRow } from '@/lib/api/models';
import { useReason } from '@/lib/reasons';
import { useChannelName } from '@/lib/words';
import { contactChannels, useContactability, type ContactabilityFilter, type ContactChannel } from '../contactability';

export function ContactabilityTable({ filter }: { filter: ContactabilityFilter }) {
  const { t } = useTranslation();
  const rows = useContactability(filter);
  const isFiltered = Boolean(filter.channel ?? filter.reason ?? filter.q);
  return (
    <DataTable name="contactability" caption={t('contactability.title')} columns={useColumns(filter)} rows={rows}
      rowKey={(row) => `${row.person_id} ${row.student_id ?? ''}`}
      empty={<EmptyState icon={isFiltered ? 'search' : 'check'} title={t(isFiltered ? 'kit.nothingFound' : 'preview.allReached')} />} />
  );
}

function useColumns({ who }: ContactabilityFilter): Column<ContactabilityRow>[] {
  const { t } = useTranslation();
  const channelName = useChannelName();
  const reasonOf = useReason();
  const missed = (row: ContactabilityRow, channel: ContactChannel) => {
    const reason = row.missed[channel];
    return reason ? reasonOf({ reason, channel }) : '';
  };
  const about: Column<ContactabilityRow>[] = who === 'staff' ? [] : [
    { id: 'regarding', title: t('columns.regarding'), words: true, hiddenAtFirst: who === 'students', cell: (r) => r.regarding_student, sortBy: (r) => r.regarding_student ?? '' },
    { id: 'student', title: t('columns.studentId'), hiddenAtFirst: true, cell: (r) => r.student_id, sortBy: (r) => r.student_id ?? '' },
  ];
  return [
    { id: 'name', title: t('columns.name'), main: true, words: true, cell: (r) => <strong>{r.name}</strong>, sortBy: (r) => r.name },
    ...about,
    ...contactChannels.map((channel): Column<ContactabilityRow> => (
      { id: channel, title: channelName(channel), wide: 'whole', cell: (r) => missed(r, channel), sortBy: (r) => missed(r, channel) })),
  ];
}
