// Searches on the server: sections, students, staff. Each shows what tells two of the same name apart.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchBox } from '@/components/SearchBox';
import type { Choice } from '@/components/Select';
import { useFormat } from '@/lib/format';
import { useSettled } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { useSections, useStaff, useStudents } from '../api';
import type { Pick, PickKind } from '../choice';
import type { PickProps } from './PlacePicks';

const TYPING_PAUSE_MS = 200;

export function SectionSearch(props: PickProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const found = useSections(search.schoolId, search.settled);
  const choices = (found.data?.items ?? []).map((s) => ({
    id: s.section_id, name: s.title,
    hint: [s.period && t('compose.period', { period: s.period }), s.teachers.join(', '), t('compose.students', { count: s.students, shown: format.number(s.students) })]
      .filter(Boolean).join(' · '),
  }));
  return <Search {...props} {...search} kind="section" label={t('compose.findSection')} choices={choices} isLoading={found.isFetching} />;
}

export function StudentSearch(props: PickProps) {
  const { t } = useTranslation();
  const search = useSearch();
  const found = useStudents(search.schoolId, search.settled);
  const choices = (found.data?.items ?? []).map((s) => ({
    id: s.student_id, name: s.name, hint: [s.grade && t('compose.grade', { grade: s.grade }), s.school_name].filter(Boolean).join(' · '),
  }));
  return <Search {...props} {...search} kind="student" label={t('compose.findStudent')} choices={choices} isLoading={found.isFetching} />;
}

export function StaffSearch(props: PickProps) {
  const { t } = useTranslation();
  const search = useSearch();
  const found = useStaff(search.schoolId, search.settled);
  const choices = (found.data?.items ?? []).map((s) => ({ id: s.user_id, name: s.name, hint: s.school_names.join(', ') }));
  return <Search {...props} {...search} kind="staff" label={t('compose.findStaff')} choices={choices} isLoading={found.isFetching} />;
}

function useSearch() {
  const { school } = useSession();
  const [query, onQuery] = useState('');
  return { query, onQuery, settled: useSettled(query.trim(), TYPING_PAUSE_MS), schoolId: school?.school_id ?? '' };
}

interface SearchProps extends PickProps { kind: PickKind; label: string; choices: Choice[]; isLoading: boolean; query: string; settled: string; onQuery: (q: string) => void }

function Search({ kind, label, choices, isLoading, query, settled, onQuery, picked, onPick }: SearchProps) {
  const { t } = useTranslation();
  const prefix = `${kind}:`;
  const chosen = new Set([...picked].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)));
  const pick = (choice: Choice): Pick => ({ kind, id: choice.id, name: choice.name, hint: kind === 'student' ? choice.hint : undefined });
  return (
    <SearchBox label={label} placeholder={t('compose.typeName')} query={query} onQuery={onQuery} found={choices}
      isLoading={isLoading || query.trim() !== settled} picked={chosen} onPick={(choice) => onPick(pick(choice))} />
  );
}
