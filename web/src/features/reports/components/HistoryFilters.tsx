// The filters of Communication History. Nothing is looked up until Search is pressed (REPT-02).
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { DateInput } from '@/components/Field';
import { SearchSelect } from '@/components/SearchSelect';
import { useTrouble } from '@/components/errors';
import { Select } from '@/components/Select';
import { channels, type Channel } from '@/lib/api/models';
import { useSettled } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { useChannelName } from '@/lib/words';
import { datesReversed, emptyFilter, useSenders, type HistoryFilter } from '../api';
import './reports.css';

/** LIC-10: a district without the module has no texts and calls here. */
const typesFor = (modules: readonly string[]): Channel[] => channels.filter(
  (c) => c !== 'portal' && (modules.includes('calling_and_texting') || (c !== 'sms' && c !== 'voice')),
);

export function HistoryFilters({ start, onSearch }: { start: HistoryFilter; onSearch: (filter: HistoryFilter) => void }) {
  const { t } = useTranslation();
  const { me, can } = useSession();
  const [filter, setFilter] = useState(start);
  const [reversed, setReversed] = useState(false);
  const set = (change: Partial<HistoryFilter>) => setFilter({ ...filter, ...change });
  const allSchools = { id: 'all', name: t('history.allSchools') };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setReversed(datesReversed(filter));
    if (!datesReversed(filter)) onSearch(filter);
  };

  return (
    <form className="card pad filters" onSubmit={submit} aria-label={t('history.filters')} noValidate>
      <TypeFilter chosen={filter.channels} onChange={(chosen) => set({ channels: chosen })} />
      <div className="filters-row">
        {me.schools.length > 1 && (
          <Select label={t('columns.school')} value={filter.schoolId ?? 'all'} choices={[allSchools, ...me.schools.map((s) => ({ id: s.school_id, name: s.name }))]}
            onChange={(id) => set({ schoolId: id === 'all' ? null : id })} />
        )}
        <DateInput label={t('history.from')} value={filter.from} onChange={(from) => set({ from })} />
        <DateInput label={t('history.to')} value={filter.to} onChange={(to) => set({ to })} error={reversed ? t('history.reversed') : undefined} />
        {can('reports_view_all_users') && !filter.allUsers && <UserFilter user={filter.user} onChange={(user) => set({ user })} />}
      </div>
      <div className="row">
        {can('reports_view_all_users') && (
          <Checkbox isSelected={filter.allUsers} onChange={(allUsers) => set({ allUsers, user: null })}>{t('history.allUsers')}</Checkbox>
        )}
        <div className="row push-end">
          <Button look="quiet" onPress={() => { setFilter(emptyFilter); setReversed(false); }}>{t('history.clear')}</Button>
          <Button type="submit" look="primary" icon="search">{t('history.search')}</Button>
        </div>
      </div>
    </form>
  );
}

function TypeFilter({ chosen, onChange }: { chosen: readonly Channel[]; onChange: (chosen: Channel[]) => void }) {
  const { t } = useTranslation();
  const channelName = useChannelName();
  const types = typesFor(useSession().me.modules);
  const toggle = (c: Channel, on: boolean) => onChange(types.filter((x) => (x === c ? on : chosen.includes(x))));
  return (
    <fieldset className="filters-types">
      <legend className="field-label">{t('columns.type')}</legend>
      <Checkbox isSelected={chosen.length === 0} onChange={() => onChange([])}>{t('history.allTypes')}</Checkbox>
      {types.map((c) => <Checkbox key={c} isSelected={chosen.includes(c)} onChange={(on) => toggle(c, on)}>{channelName(c)}</Checkbox>)}
    </fieldset>
  );
}

function UserFilter({ user, onChange }: { user: HistoryFilter['user']; onChange: (user: HistoryFilter['user']) => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const settled = useSettled(query.trim(), 200);
  const found = useSenders(settled, true);
  const choices = (found.data?.items ?? []).map((s) => ({ id: s.user_id, name: s.name }));
  return (
    <SearchSelect label={t('history.user')} searchLabel={t('compose.typeName')} none={t('history.me')} value={user} onChange={onChange}
      query={query} onQuery={setQuery} found={choices} isLoading={found.isFetching} trouble={useTrouble(found)} />
  );
}
