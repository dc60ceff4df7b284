// Searches on the server: sections, students, staff. Each shows what tells two of the same name apart.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PickList } from '@/components/PickList';
import type { Choice } from '@/components/Select';
import { useTrouble, type Trouble } from '@/components/errors';
import { useFormat } from '@/lib/format';
import { gradeName } from '@/lib/grades';
import { useSettled } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { useSections, useStaff, useStudents } from '../api';
import type { PickKind } from '../choice';
import type { PickProps } from './PlacePicks';
import { SchoolFilter } from './SearchFilters';

const TYPING_PAUSE_MS = 200;
const SHOWN_AT_FIRST = 8;
const SHOWN_AT_MOST = 96;

export function SectionSearch(props: PickProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch({ oneSchool: true });
  const found = useSections(search.schoolId, search.settled);
  const all = found.data?.items ?? [];
  const choices = all.slice(0, search.shown).map((s) => ({
    id: s.section_id, name: s.title,
    hint: [s.period && t('compose.period', { period: s.period }), s.teachers.join(', '), t('compose.students', { count: s.students, shown: format.number(s.students) })]
      .filter(Boolean).join(' · '),
  }));
  return <Search {...props} {...search} kind="section" label={t('compose.findSection')} choices={choices} isLoading={found.isFetching} trouble={useTrouble(found)} hasMore={all.length > choices.length} />;
}

export function StudentSearch(props: PickProps) {
  const { t } = useTranslation();
  const search = useSearch();
  const found = useStudents({ schoolId: search.schoolId, q: search.settled }, search.shown);
  const choices = (found.data?.items ?? []).map((s) => ({
    id: s.student_id, name: s.name, hint: [s.grade && gradeName(t, s.grade), s.school_name].filter(Boolean).join(' · '),
  }));
  return <Search {...props} {...search} kind="student" label={t('compose.findStudent')} choices={choices} isLoading={found.isFetching} trouble={useTrouble(found)} hasMore={Boolean(found.data?.next_cursor)} />;
}

export function StaffSearch(props: PickProps) {
  const { t } = useTranslation();
  const search = useSearch();
  const found = useStaff({ schoolId: search.schoolId, q: search.settled }, search.shown);
  const choices = (found.data?.items ?? []).map((s) => ({ id: s.user_id, name: s.name, hint: s.school_names.join(', ') }));
  return <Search {...props} {...search} kind="staff" label={t('compose.findStaff')} choices={choices} isLoading={found.isFetching} trouble={useTrouble(found)} hasMore={Boolean(found.data?.next_cursor)} />;
}

/** What is typed, how much of it is shown, and where it is looked for: the school of the session, or another. */
function useSearch({ oneSchool }: { oneSchool?: boolean } = {}) {
  const { school } = useSession();
  const session = school?.school_id ?? '';
  const [other, setOther] = useState<{ session: string; id: string } | null>(null);
  const [query, setQuery] = useState('');
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  return {
    query, shown, oneSchool, schoolId: other?.session === session ? other.id : session,
    onSchool: (id: string) => { setOther({ session, id }); setShown(SHOWN_AT_FIRST); },
    settled: useSettled(query.trim(), TYPING_PAUSE_MS),
    onQuery: (next: string) => { setQuery(next); setShown(SHOWN_AT_FIRST); },
    onMore: () => setShown((n) => Math.min(n * 2, SHOWN_AT_MOST)),
  };
}

interface SearchProps extends PickProps {
  kind: PickKind; label: string; choices: Choice[]; isLoading: boolean; trouble: Trouble | undefined; hasMore: boolean;
  query: string; settled: string; shown: number; onQuery: (q: string) => void; onMore: () => void;
  schoolId: string; onSchool: (id: string) => void; oneSchool?: boolean;
}

function Search({ kind, label, choices, isLoading, trouble, hasMore, query, settled, shown, onQuery, onMore, schoolId, onSchool, oneSchool, picked, onPick, onRemove }: SearchProps) {
  const { t } = useTranslation();
  const prefix = `${kind}:`;
  const chosen = new Set([...picked].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)));
  return (
    <div className="people-search">
      <SchoolFilter value={schoolId} onChange={onSchool} oneOnly={oneSchool} />
      <PickList label={label} placeholder={t('compose.typeName')} query={query} onQuery={onQuery} found={choices}
      isLoading={isLoading || query.trim() !== settled} trouble={trouble} picked={chosen}
      onPick={({ id, name, hint }) => onPick({ kind, id, name, hint: kind === 'student' ? hint : undefined })} onUnpick={(id) => onRemove(prefix + id)}
      onMore={hasMore && shown < SHOWN_AT_MOST ? onMore : undefined} />
    </div>
  );
}
