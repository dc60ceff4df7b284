// What the person has chosen so far, with the names to show; and the audience that the API takes for it. Pure.
import type { Audience } from '@/lib/api/models';

export type PickKind = 'school' | 'grade' | 'section' | 'student' | 'studentGroup' | 'staff' | 'staffGroup';
/** `id`: the thing's own id; for a grade it is "school_id grade", since a grade exists in many schools.
 * `name`: the person's or the section's; a school's own name, a grade's number: the words around them are the page's. */
export interface Pick { kind: PickKind; id: string; name: string; hint?: string }
/** A list of imported recipients, and how many are in it. `saved`: it belongs to a message that is kept, and goes when that is saved without it. */
export interface ImportedChoice { listId: string; people: number; saved?: boolean }
export interface AudienceChoice { recipientType: string | null; picks: readonly Pick[]; imported?: ImportedChoice }

export const pickKey = (pick: Pick) => `${pick.kind}:${pick.id}`;
export const gradeId = (schoolId: string, grade: string) => `${schoolId} ${grade}`;

export function withPick(choice: AudienceChoice, pick: Pick): AudienceChoice {
  return choice.picks.some((p) => pickKey(p) === pickKey(pick)) ? choice : { ...choice, picks: [...choice.picks, pick] };
}

export function withoutPicks(choice: AudienceChoice, keys: readonly string[]): AudienceChoice {
  return { ...choice, picks: choice.picks.filter((p) => !keys.includes(pickKey(p))) };
}

const staffKinds: readonly PickKind[] = ['staff', 'staffGroup'];
export const isStaffKind = (kind: PickKind) => staffKinds.includes(kind);
export const picksStudents = (choice: AudienceChoice) => choice.picks.some((p) => !isStaffKind(p.kind));

/** The picks with those of one kind replaced: what a search window was closed with. */
export function withPicksOf(choice: AudienceChoice, kind: PickKind, picks: readonly Pick[]): AudienceChoice {
  return { ...choice, picks: [...choice.picks.filter((p) => p.kind !== kind), ...picks] };
}

export const isNobody = (choice: AudienceChoice) => choice.picks.length === 0 && !choice.imported;

/** The choice with the recipient type cleared when it is not granted any more (PERM-A08). */
export const asGranted = (choice: AudienceChoice, granted: readonly string[]): AudienceChoice => (
  choice.recipientType && !granted.includes(choice.recipientType) ? { ...choice, recipientType: null } : choice
);

export function toAudience(choice: AudienceChoice): Audience {
  const ids = (kind: PickKind) => choice.picks.filter((p) => p.kind === kind).map((p) => p.id);
  const students = picksStudents(choice) && choice.recipientType ? {
    recipient_type: choice.recipientType,
    schools: ids('school'), grades: ids('grade').map(toGrade), sections: ids('section'), students: ids('student'), groups: ids('studentGroup'),
  } : null;
  const [users, groups] = [ids('staff'), ids('staffGroup')];
  const imported = choice.imported && { list_id: choice.imported.listId };
  return { students, staff: users.length || groups.length ? { users, groups } : null, ...(imported && { imported }) };
}

function toGrade(id: string) {
  const cut = id.lastIndexOf(' ');
  return { school_id: id.slice(0, cut), grade: id.slice(cut + 1) };
}
