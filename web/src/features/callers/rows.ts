// A caller ID that is being written: typed, from a file, or an old one edited.
import type { CallerId, NewCallerId } from '@/lib/api/models';

export type Row = Required<NewCallerId>;
/** One that waits for Save. `repeat`: its number is there already. */
export interface Waiting extends Row { key: string; repeat?: boolean }

export const switches = ['public', 'student_attendance', 'school_default', 'district_default'] as const;
export type Switch = (typeof switches)[number];

export const switchKeys = {
  public: { label: 'callers.public', hint: 'callers.publicHint' },
  student_attendance: { label: 'callers.attendance', hint: 'callers.attendanceHint' },
  school_default: { label: 'callers.schoolDefault', hint: 'callers.schoolDefaultHint' },
  district_default: { label: 'callers.districtDefault', hint: 'callers.districtDefaultHint' },
} as const satisfies Record<Switch, { label: string; hint: string }>;

export const emptyRow: Row = { title: '', number: '', public: false, schools: [], student_attendance: false, school_default: false, district_default: false };

export const rowOf = ({ title, number, public: all, schools, student_attendance, school_default, district_default }: CallerId | Row): Row =>
  ({ title, number, public: all, schools, student_attendance, school_default, district_default });

/** What is different, and nothing else. */
export function changesOf(before: Row, after: Row): Partial<Row> {
  const names = Object.keys(after) as (keyof Row)[];
  return Object.fromEntries(names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) => [name, after[name]]));
}
