// Whole schools and whole grades: few enough to show them all as tick boxes.
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useFormat } from '@/lib/format';
import { gradeName } from '@/lib/grades';
import { useSession } from '@/lib/me';
import { useGrades, useOpenSchools } from '../api';
import { gradeId, pickKey, type Pick } from '../choice';

export interface PickProps { picked: ReadonlySet<string>; onPick: (pick: Pick) => void; onRemove: (key: string) => void }

export function SchoolPicks(props: PickProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const schools = useOpenSchools();
  if (!schools.length) return <p className="muted">{t('compose.noSchools')}</p>;
  return (
    <fieldset className="picks">
      <legend className="visually-hidden">{t('compose.ways.school')}</legend>
      {schools.map((s) => (
        <Tick key={s.school_id} {...props} pick={{ kind: 'school', id: s.school_id, name: s.name }}
          title={s.name} hint={t('compose.students', { count: s.students, shown: format.number(s.students) })} />
      ))}
    </fieldset>
  );
}

export function GradePicks(props: PickProps) {
  const { t } = useTranslation();
  const { school, me } = useSession();
  if (!school) return <p className="muted">{t('compose.noSchools')}</p>;
  return (
    <fieldset className="picks">
      <legend className="picks-legend">{t('compose.gradesOf', { school: school.name })}</legend>
      <Grades {...props} schoolId={school.school_id} hint={me.schools.length > 1 ? school.name : undefined} />
    </fieldset>
  );
}

function Grades({ schoolId, hint, ...props }: PickProps & { schoolId: string; hint?: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  const grades = useGrades(schoolId);
  if (grades.isPending) return <Skeleton lines={2} />;
  if (grades.error) return <LoadFailed message={errorText(grades.error)} onRetry={() => void grades.refetch()} />;
  return grades.data.items.map(({ grade, students }) => (
    <Tick key={grade} {...props} pick={{ kind: 'grade', id: gradeId(schoolId, grade), name: grade, hint }}
      title={gradeName(t, grade)} hint={t('compose.students', { count: students, shown: format.number(students) })} />
  ));
}

export function Tick({ pick, title, hint, picked, onPick, onRemove }: PickProps & { pick: Pick; title: string; hint: string }) {
  const key = pickKey(pick);
  return (
    <Checkbox isSelected={picked.has(key)} onChange={(on) => (on ? onPick(pick) : onRemove(key))} hint={hint}>{title}</Checkbox>
  );
}
