// A saved audience as the choice that it was made from: the ids it keeps, with their names of today.
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { api, read } from '@/lib/api/client';
import type { Audience, NamedRow } from '@/lib/api/models';
import { gradeName } from '@/lib/grades';
import { gradeId, type AudienceChoice, type Pick, type PickKind } from './choice';

const AT_ONCE = 500;

const kinds = {
  school: 'school', grade: 'grade', section: 'section', student: 'student', student_group: 'studentGroup', staff: 'staff', staff_group: 'staffGroup',
} as const satisfies Partial<Record<NamedRow['kind'], PickKind>>;

/** The choice behind an audience. What cannot be reached any more keeps its place without a name, to be taken out. */
export function useChoiceOf(audience: Audience | undefined, schoolId: string) {
  const { t } = useTranslation();
  return useQuery({
    queryKey: ['audience-names', schoolId, audience], enabled: audience !== undefined, gcTime: 0,
    queryFn: async ({ signal }) => {
      const asked = inParts(audience ?? {});
      const answers = await Promise.all(asked.map((part) => read(api.POST('/v1/audience/names', { body: { audience: part, school_id: schoolId }, signal }))));
      return choiceOf(t, audience ?? {}, answers.flatMap((answer) => answer.items));
    },
  });
}

function choiceOf(t: TFunction, audience: Audience, rows: readonly NamedRow[]): AudienceChoice {
  const known = new Map(rows.flatMap((row) => (row.kind === 'imported' ? [] : [[`${kinds[row.kind]}:${idOf(row)}`, pickOf(t, row, kinds[row.kind])]])));
  const picks = (kind: PickKind, ids: readonly string[] = []) => ids.map((id): Pick => known.get(`${kind}:${id}`) ?? { kind, id, name: t('scheduled.gone') });
  const { students, staff, imported } = audience;
  return {
    recipientType: students?.recipient_type ?? null,
    picks: [
      ...picks('school', students?.schools), ...picks('grade', students?.grades?.map((g) => gradeId(g.school_id, g.grade))), ...picks('section', students?.sections),
      ...picks('student', students?.students), ...picks('studentGroup', students?.groups), ...picks('staff', staff?.users), ...picks('staffGroup', staff?.groups),
    ],
    ...(imported && { imported: { listId: imported.list_id, people: rows.find((row) => row.kind === 'imported')?.people ?? 0, saved: true } }),
  };
}

const idOf = (row: NamedRow) => (row.kind === 'grade' ? gradeId(row.id, row.name) : row.id);
const pickOf = (t: TFunction, row: NamedRow, kind: PickKind): Pick => ({
  kind, id: idOf(row), name: row.name, hint: kind === 'student' ? [row.grade && gradeName(t, row.grade), row.school_name].filter(Boolean).join(' · ') : undefined,
});

/** The server names so many at a time; only single people come in such numbers. */
function inParts({ students, staff, ...rest }: Audience): Audience[] {
  const some = students?.students ?? [];
  const users = staff?.users ?? [];
  const first = { ...rest, students: students && { ...students, students: [] }, staff: staff && { ...staff, users: [] } };
  return [
    first,
    ...slices(some).map((ids) => ({ students: { recipient_type: students?.recipient_type ?? '', students: ids } })),
    ...slices(users).map((ids) => ({ staff: { users: ids } })),
  ];
}

const slices = (ids: readonly string[]) => Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, n) => ids.slice(n * AT_ONCE, (n + 1) * AT_ONCE));
