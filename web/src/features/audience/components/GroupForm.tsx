// A group's name, its people, and who else may write to it. What is saved is who came and who went: members whom the
// person cannot see stay in it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, LinkButton } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { Chips } from '@/components/Chips';
import { Field } from '@/components/Field';
import { LoadFailed, Notice, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import type { Group, GroupKind } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { gradeName } from '@/lib/grades';
import { useSession } from '@/lib/me';
import { useProfiles } from '../api';
import type { Pick } from '../choice';
import { useChangeGroup, useCreateGroup, useMembers } from '../groups';
import { StaffFullSearch, StudentFullSearch } from './FullSearch';
import { fieldError } from './SaveGroup';
import './groups.css';
import './picker.css';

export interface Draft { name: string; added: readonly Pick[]; removed: readonly string[]; profiles: readonly string[] }
const draftOf = (group?: Group): Draft => ({ name: group?.name ?? '', added: [], removed: [], profiles: group?.profiles ?? [] });
interface Done { onDone: (name: string) => void }

export function NewGroupForm({ kind, onDone }: Done & { kind: GroupKind }) {
  const [draft, setDraft] = useState(draftOf());
  const create = useCreateGroup();
  const save = () => create.mutate({ kind, name: draft.name, members: draft.added.map((p) => p.id), profiles: [...draft.profiles] }, { onSuccess: (made) => onDone(made.name) });
  return (
    <GroupFields kind={kind} draft={draft} onChange={setDraft} error={create.error} isSaving={create.isPending} onSave={save}>
      <Members shown={[]} draft={draft} onChange={setDraft} />
    </GroupFields>
  );
}

export function ChangeGroupForm({ group, tag, onDone }: Done & { group: Group; tag: string }) {
  const [draft, setDraft] = useState(draftOf(group));
  const change = useChangeGroup(group.group_id, tag);
  const save = () => change.mutate({
    name: draft.name, add: draft.added.map((p) => p.id), remove: [...draft.removed], profiles: [...draft.profiles],
  }, { onSuccess: (made) => onDone(made.name) });
  return (
    <GroupFields kind={group.kind} draft={draft} onChange={setDraft} error={change.error} isSaving={change.isPending} onSave={save}>
      <SavedMembers groupId={group.group_id} draft={draft} onChange={setDraft} />
    </GroupFields>
  );
}

interface Change { draft: Draft; onChange: (next: Draft) => void }
interface FieldsProps extends Change { kind: GroupKind; error: Error | null; isSaving: boolean; onSave: () => void; children: React.ReactNode }

function GroupFields({ kind, draft, onChange, error, isSaving, onSave, children }: FieldsProps) {
  const { t } = useTranslation();
  const { me } = useSession();
  const errorText = useErrorText();
  const [isSearching, setSearching] = useState(false);
  const nameError = error ? fieldError(error, 'name') : undefined;
  const search = { picked: draft.added, onClose: () => setSearching(false), onDone: (added: readonly Pick[]) => { onChange({ ...draft, added }); setSearching(false); } };
  return (
    <form className="card pad stack group-form" onSubmit={(event) => { event.preventDefault(); onSave(); }}>
      {error && !nameError && <Notice tone="bad" live>{errorText(error)}</Notice>}
      <Field label={t('groups.name')} value={draft.name} onChange={(name) => onChange({ ...draft, name })} error={nameError} />
      <section className="stack" style={{ '--gap': '0.6rem' } as React.CSSProperties}>
        <h2 className="picks-legend">{t(kind === 'students' ? 'groups.kinds.students' : 'groups.kinds.staff')}</h2>
        {children}
        <div><Button small icon="search" onPress={() => setSearching(true)}>{t(kind === 'students' ? 'groups.addStudents' : 'groups.addStaff')}</Button></div>
      </section>
      {me.roles.includes('admin') && <Sharing draft={draft} onChange={onChange} />}
      <div className="row"><Button type="submit" look="primary" isPending={isSaving}>{t('groups.save')}</Button><LinkButton look="quiet" to="/groups">{t('kit.goBack')}</LinkButton></div>
      {isSearching && (kind === 'students' ? <StudentFullSearch {...search} /> : <StaffFullSearch {...search} />)}
    </form>
  );
}

function SavedMembers({ groupId, ...change }: Change & { groupId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  const members = useMembers(groupId);
  if (members.isPending) return <Skeleton lines={2} />;
  if (members.error) return <LoadFailed message={errorText(members.error)} onRetry={() => void members.refetch()} />;
  const leftOut = members.data.pages.reduce((n, page) => n + page.left_out, 0);
  return (
    <>
      <Members {...change} shown={members.data.pages.flatMap((page) => page.items)} />
      {leftOut > 0 && <p className="muted small">{t('groups.leftOutHere', { count: leftOut, shown: format.number(leftOut) })}</p>}
      {members.hasNextPage && <div><Button small look="quiet" isPending={members.isFetching} onPress={() => void members.fetchNextPage()}>{t('kit.more')}</Button></div>}
    </>
  );
}

function Members({ shown, draft, onChange }: Change & { shown: readonly { id: string; name: string; grade?: string }[] }) {
  const { t } = useTranslation();
  const kept = shown.filter((m) => !draft.removed.includes(m.id) && !draft.added.some((p) => p.id === m.id));
  const chips = [...kept.map((m) => ({ id: m.id, name: m.name, hint: m.grade && gradeName(t, m.grade) })), ...draft.added.map((p) => ({ id: p.id, name: p.name, hint: p.hint }))];
  const remove = (ids: readonly string[]) => onChange({
    ...draft, added: draft.added.filter((p) => !ids.includes(p.id)), removed: [...draft.removed, ...ids.filter((id) => shown.some((m) => m.id === id))],
  });
  return chips.length ? <Chips label={t('groups.people')} chips={chips} onRemove={remove} /> : <p className="muted small">{t('groups.empty')}</p>;
}

function Sharing({ draft, onChange }: Change) {
  const { t } = useTranslation();
  const profiles = useProfiles();
  const toggle = (id: string, on: boolean) => onChange({ ...draft, profiles: on ? [...draft.profiles, id] : draft.profiles.filter((p) => p !== id) });
  return (
    <fieldset className="picks">
      <legend className="picks-legend">{t('groups.sharing')}</legend>
      {(profiles.data?.items ?? []).map((p) => <Checkbox key={p.id} isSelected={draft.profiles.includes(p.id)} onChange={(on) => toggle(p.id, on)}>{p.title}</Checkbox>)}
    </fieldset>
  );
}
