// Whom to write to: each child's teachers to tick, with what they teach; everybody else at the schools by name.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { Chips } from '@/components/Chips';
import { PickList } from '@/components/PickList';
import { LoadFailed, Notice, Skeleton } from '@/components/States';
import { useErrorText, useTrouble } from '@/components/errors';
import type { Child } from '@/lib/api/models';
import { useSettled } from '@/lib/hooks';
import { useStaffNamed, useTeachers, type Chosen } from '../api';
import './family.css';

interface Props { to: readonly Chosen[]; onChange: (to: readonly Chosen[]) => void; isParent: boolean }

export function WhomToWrite({ to, onChange, isParent }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const teachers = useTeachers();
  if (teachers.isPending) return <Skeleton lines={4} />;
  if (!teachers.data) return <LoadFailed message={errorText(teachers.error)} onRetry={() => void teachers.refetch()} />;
  if (teachers.data.hidden) return <Notice title={t('write.hidden')}>{t('write.hiddenText')}</Notice>;
  const pick = (one: Chosen) => onChange([...to.filter((each) => each.id !== one.id), one]);
  const drop = (...ids: string[]) => onChange(to.filter((each) => !ids.includes(each.id)));
  return (
    <div className="whom stack">
      <Chips label={t('write.chosen')} chips={to.map(({ id, name }) => ({ id, name }))} onRemove={(ids) => drop(...ids)} />
      {teachers.data.items.map((child) => <Teachers key={child.student_id} child={child} isParent={isParent} to={to} onPick={pick} onDrop={drop} />)}
      <Others to={to} onPick={pick} onDrop={drop} />
    </div>
  );
}

interface Picking { to: readonly Chosen[]; onPick: (one: Chosen) => void; onDrop: (id: string) => void }

function Teachers({ child, isParent, to, onPick, onDrop }: Picking & { child: Child; isParent: boolean }) {
  const { t } = useTranslation();
  return (
    <fieldset className="whom-child">
      <legend>{isParent ? t('write.teachersOf', { name: child.name }) : t('write.myTeachers')}</legend>
      <p className="muted small">{child.school_name}</p>
      {child.teachers.length === 0 && <p className="muted small">{t('write.noTeachers')}</p>}
      <div className="whom-list">
        {child.teachers.map((teacher) => {
          const one = { id: teacher.user_id, name: teacher.name, schoolId: teacher.school_id };
          return (
            <Checkbox key={one.id} isSelected={to.some((each) => each.id === one.id)} hint={teacher.subjects.join(', ')}
              onChange={(on) => (on ? onPick(one) : onDrop(one.id))}>{teacher.name}</Checkbox>
          );
        })}
      </div>
    </fieldset>
  );
}

const TYPING_PAUSE_MS = 200;
const roleKeys = { admin: 'write.roles.admin', teacher: 'write.roles.teacher' } as const;

function Others({ to, onPick, onDrop }: Picking) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState(false);
  const settled = useSettled(query.trim(), TYPING_PAUSE_MS);
  const found = useStaffNamed(settled);
  const trouble = useTrouble(found);
  const items = settled ? (found.data?.items ?? []) : [];
  const known = new Map(items.map((each) => [each.user_id, each]));
  const choices = items.map((each) => {
    const role = each.roles.find((name) => name in roleKeys) as keyof typeof roleKeys | undefined;
    return { id: each.user_id, name: each.name, hint: [role && t(roleKeys[role]), ...each.school_names].filter(Boolean).join(' · ') };
  });
  if (!open) return <div><button type="button" className="whom-more" onClick={() => setOpen(true)}>{t('write.others')}</button></div>;
  return (
    <PickList label={t('write.findOther')} placeholder={t('write.typeName')} query={query} onQuery={setQuery} found={choices}
      isLoading={found.isFetching || query.trim() !== settled} trouble={trouble} picked={new Set(to.map((each) => each.id))}
      onPick={({ id, name }) => onPick({ id, name, schoolId: known.get(id)?.school_ids[0] ?? '' })} onUnpick={onDrop}
      none={query.trim() ? undefined : t('write.typeFirst')} />
  );
}
