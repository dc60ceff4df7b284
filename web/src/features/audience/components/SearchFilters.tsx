// What the full searches ask for, field by field. The server is asked when the typing pauses.
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '@/components/Field';
import { SearchSelect } from '@/components/SearchSelect';
import { Select, type Choice } from '@/components/Select';
import { useTrouble } from '@/components/errors';
import { gradeName } from '@/lib/grades';
import { useSettled } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { useGrades, useOpenSchools, useProfiles, useSections, type StaffFilter, type StudentFilter } from '../api';

const TYPING_PAUSE_MS = 300;
const ANY = 'any';
const languages = ['en', 'es', 'zh', 'vi', 'ar', 'fr', 'ht', 'so', 'ru', 'uk', 'pt', 'ko', 'tl', 'hmn', 'ja', 'de', 'pl', 'hi', 'ur', 'fa', 'nv'];
const genders = ['female', 'male', 'other', 'unspecified'] as const;
const genderKeys = { female: 'search.genders.female', male: 'search.genders.male', other: 'search.genders.other', unspecified: 'search.genders.unspecified' } as const;

// Browsers that know a language's code only say the code.
const unnamed = { nv: 'search.languages.nv', hmn: 'search.languages.hmn', ht: 'search.languages.ht', tl: 'search.languages.tl' } as const;

export function languageName(t: TFunction, named: Intl.DisplayNames, id: string): string {
  const name = named.of(id) ?? id;
  return name === id && id in unnamed ? t(unnamed[id as keyof typeof unnamed]) : name;
}

interface Filter<F> { filter: F; change: (some: Partial<F>) => void; settled: F; isTyping: boolean }

function useFilter<F extends object>(start: F): Filter<F> {
  const [filter, setFilter] = useState(start);
  const settled = useSettled(filter, TYPING_PAUSE_MS);
  return { filter, settled, isTyping: settled !== filter, change: (some) => setFilter((now) => ({ ...now, ...some })) };
}

const useStart = () => ({ schoolId: useSession().school?.school_id ?? '', q: '' });
export const useStudentFilter = () => useFilter<StudentFilter>(useStart());
export const useStaffFilter = () => useFilter<StaffFilter>(useStart());

export function StudentFilters({ filter, change }: Filter<StudentFilter>) {
  const { t, i18n } = useTranslation();
  const named = new Intl.DisplayNames([i18n.language], { type: 'language' });
  const grades = (useGrades(filter.schoolId).data?.items ?? []).map(({ grade }) => ({ id: grade, name: gradeName(t, grade) }));
  return (
    <>
      <NameField value={filter.q} onChange={(q) => change({ q })} />
      <Field label={t('search.number')} value={filter.number ?? ''} onChange={(number) => change({ number })} />
      <SchoolFilter value={filter.schoolId} onChange={(schoolId) => change({ schoolId, grade: undefined, sectionId: undefined })} />
      {filter.schoolId && <AnyOf label={t('search.grade')} choices={grades} value={filter.grade} onChange={(grade) => change({ grade })} />}
      {filter.schoolId && <SectionFilter schoolId={filter.schoolId} onChange={(sectionId) => change({ sectionId })} />}
      <AnyOf label={t('search.language')} choices={languages.map((id) => ({ id, name: languageName(t, named, id) }))} value={filter.language} onChange={(language) => change({ language })} />
      <AnyOf label={t('search.gender')} choices={genders.map((id) => ({ id, name: t(genderKeys[id]) }))} value={filter.gender} onChange={(gender) => change({ gender })} />
    </>
  );
}

export function StaffFilters({ filter, change }: Filter<StaffFilter>) {
  const { t } = useTranslation();
  const profiles = (useProfiles().data?.items ?? []).map(({ id, title }) => ({ id, name: title }));
  const roles = [{ id: 'admin' as const, name: t('search.roles.admin') }, { id: 'teacher' as const, name: t('search.roles.teacher') }];
  return (
    <>
      <NameField value={filter.q} onChange={(q) => change({ q })} />
      <SchoolFilter value={filter.schoolId} onChange={(schoolId) => change({ schoolId })} />
      <AnyOf label={t('search.role')} choices={roles} value={filter.role} onChange={(role) => change({ role })} />
      <AnyOf label={t('search.profile')} choices={profiles} value={filter.profileId} onChange={(profileId) => change({ profileId })} />
    </>
  );
}

function NameField({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useTranslation();
  return <Field label={t('columns.name')} value={value} onChange={onChange} placeholder={t('compose.typeName')} />;
}

/** For who has several schools: one of them, or all (PICK-02). */
export function SchoolFilter({ value, onChange, oneOnly }: { value: string; onChange: (schoolId: string) => void; oneOnly?: boolean }) {
  const { t } = useTranslation();
  const schools = useOpenSchools();
  if (schools.length < 2) return null;
  const choices = [...(oneOnly ? [] : [{ id: ANY, name: t('search.allSchools') }]), ...schools.map((s) => ({ id: s.school_id, name: s.name }))];
  return <Select label={t('columns.school')} choices={choices} value={value || ANY} onChange={(id) => onChange(id === ANY ? '' : id)} />;
}

function AnyOf<T extends string>({ label, choices, value, onChange }: { label: string; choices: readonly Choice<T>[]; value: T | undefined; onChange: (value: T | undefined) => void }) {
  const { t } = useTranslation();
  const all: readonly Choice<T | typeof ANY>[] = [{ id: ANY, name: t('search.any') }, ...choices];
  return <Select label={label} choices={all} value={value ?? ANY} onChange={(id) => onChange(id === ANY ? undefined : id)} />;
}

function SectionFilter({ schoolId, onChange }: { schoolId: string; onChange: (sectionId: string | undefined) => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<{ schoolId: string; choice: Choice } | null>(null);
  const found = useSections(schoolId, useSettled(query.trim(), TYPING_PAUSE_MS));
  const sections = (found.data?.items ?? []).slice(0, 50).map((s) => ({ id: s.section_id, name: s.title, hint: [s.period && t('compose.period', { period: s.period }), s.teachers.join(', ')].filter(Boolean).join(' · ') }));
  const choose = (choice: Choice | null) => { setChosen(choice && { schoolId, choice }); onChange(choice?.id); };
  return (
    <SearchSelect label={t('search.section')} searchLabel={t('compose.findSection')} none={t('search.any')} value={chosen?.schoolId === schoolId ? chosen.choice : null}
      onChange={choose} query={query} onQuery={setQuery} found={sections} isLoading={found.isFetching} trouble={useTrouble(found)} />
  );
}
