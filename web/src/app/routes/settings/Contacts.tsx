// Contact settings: a student, and what may be used of the student's and the contacts' numbers and addresses.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LeaveGuard, LeaveQuestion } from '@/components/LeaveGuard';
import { SearchSelect } from '@/components/SearchSelect';
import type { Choice } from '@/components/Select';
import { LoadFailed, Notice, Skeleton } from '@/components/States';
import { useErrorText, useTrouble } from '@/components/errors';
import { useContactSettings, useStudents } from '@/features/settings/api';
import { PersonCard } from '@/features/settings/components/PersonCard';
import { gradeName } from '@/lib/grades';
import { useSettled, useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { only } from '../../shell/only';
import { SettingsHead } from './SettingsHead';

type Student = Choice;

export const Component = only(({ can }) => can('edit_contact_settings'), 'settings', Contacts);

function Contacts() {
  const { t } = useTranslation();
  const [student, setStudent] = useState<Student | null>(null);
  const [dirty, setDirty] = useState<readonly string[]>([]);
  const [next, setNext] = useState<Student | null | undefined>(undefined);
  const [query, setQuery] = useState('');
  const found = useStudents(useSettled(query.trim(), 200));
  useTitle(t('settings.pages.contacts'));
  const choices = (found.data?.items ?? []).map((s) => ({ id: s.student_id, name: s.name, hint: [s.grade && gradeName(t, s.grade), s.school_name].filter(Boolean).join(' · ') }));
  return (
    <>
      <LeaveGuard active={dirty.length > 0} />
      {next !== undefined && <LeaveQuestion onLeave={() => { setStudent(next); setDirty([]); setNext(undefined); }} onStay={() => setNext(undefined)} />}
      <SettingsHead />
      <section className="card pad stack">
        <p className="muted">{t('settings.contactsText')}</p>
        <SearchSelect label={t('settings.findStudent')} searchLabel={t('compose.typeName')} none={t('settings.noStudent')} value={student}
          onChange={(chosen) => (dirty.length ? setNext(chosen) : setStudent(chosen))} query={query} onQuery={setQuery} found={choices} isLoading={found.isFetching} trouble={useTrouble(found)} />
      </section>
      {student && <People key={student.id} studentId={student.id} onDirty={(id, on) => setDirty((now) => [...now.filter((each) => each !== id), ...(on ? [id] : [])])} />}
    </>
  );
}

function People({ studentId, onDirty }: { studentId: string; onDirty: (contactId: string, dirty: boolean) => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { edits } = useSession();
  const settings = useContactSettings(studentId);
  if (settings.isPending) return <Skeleton lines={8} />;
  if (!settings.data) return <LoadFailed message={errorText(settings.error)} onRetry={() => void settings.refetch()} />;
  const canEdit = edits('edit_contact_settings');
  const { people } = settings.data.value;
  const { tag } = settings.data;
  return (
    <div className="people-settings">
      {!canEdit && <Notice>{t('settings.onlySee')}</Notice>}
      {people.map((person) => (
        <PersonCard key={person.contact_id} studentId={studentId} person={person} tag={tag} canEdit={canEdit}
          onDirty={(on) => onDirty(person.contact_id, on)} onReload={() => void settings.refetch()} />
      ))}
    </div>
  );
}
