// Which school, which of its people, and which rows.
import { useTranslation } from 'react-i18next';
import { Field } from '@/components/Field';
import { Segments } from '@/components/Segments';
import { Select } from '@/components/Select';
import type { Unreachable } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { useReason } from '@/lib/reasons';
import { useChannelName } from '@/lib/words';
import { contactChannels, type ContactabilityFilter } from '../contactability';
import './reports.css';

interface Props {
  filter: ContactabilityFilter;
  onChange: (filter: ContactabilityFilter) => void;
  q: string;
  onQ: (q: string) => void;
  /** Those that occur. */
  reasons: readonly Unreachable[];
}

export function ContactabilityFilters({ filter, onChange, q, onQ, reasons }: Props) {
  const { t } = useTranslation();
  const { me } = useSession();
  const channelName = useChannelName();
  const reasonName = useReason();
  const any = { id: 'all' as const, name: t('recipients.all') };
  const people = [
    { id: 'families' as const, name: t('contactability.families') }, { id: 'students' as const, name: t('contactability.students') },
    { id: 'staff' as const, name: t('contactability.staff') },
  ];
  return (
    <section className="card pad filters" aria-label={t('history.filters')}>
      <div className="filters-row">
        <Select label={t('columns.school')} value={filter.schoolId} choices={me.schools.map((s) => ({ id: s.school_id, name: s.name }))}
          onChange={(schoolId) => onChange({ schoolId, who: filter.who })} />
        <Segments label={t('contactability.who')} choices={people} value={filter.who} onChange={(who) => onChange({ schoolId: filter.schoolId, who })} />
      </div>
      <div className="filters-row">
        <Select label={t('contactability.channel')} value={filter.channel ?? 'all'} choices={[any, ...contactChannels.map((c) => ({ id: c, name: channelName(c) }))]}
          onChange={(channel) => onChange({ ...filter, channel: channel === 'all' ? undefined : channel, reason: undefined })} />
        <Select label={t('columns.error')} value={filter.reason ?? 'all'}
          choices={[any, ...reasons.map((reason) => ({ id: reason, name: reasonName({ reason, channel: filter.channel ?? 'portal' }) }))]}
          onChange={(reason) => onChange({ ...filter, reason: reason === 'all' ? undefined : reason })} />
        <Field label={t('recipients.find')} type="search" value={q} onChange={onQ} placeholder={t('compose.typeName')} />
      </div>
    </section>
  );
}
