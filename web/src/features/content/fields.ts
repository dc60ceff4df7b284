// Insert fields in words. A field that this version does not know yet shows under the server's title.
import type { TFunction } from 'i18next';
import type { InsertField } from '@/lib/api/models';

const titles = {
  'student.first_name': 'fields.student.firstName', 'student.last_name': 'fields.student.lastName', 'student.full_name': 'fields.student.fullName',
  'student.grade': 'fields.student.grade', 'student.school': 'fields.student.school', 'student.number': 'fields.student.number',
  'students.first_names': 'fields.student.allFirstNames', 'students.full_names': 'fields.student.allFullNames',
  'recipient.first_name': 'fields.user.firstName', 'recipient.full_name': 'fields.user.fullName',
  'sender.name': 'fields.user.senderName', 'sender.school': 'fields.user.senderSchool',
} as const;

export const groupTitles = { student: 'fields.student.title', user: 'fields.user.title' } as const;

export function fieldTitle(t: TFunction, field: Pick<InsertField, 'name' | 'title'>): string {
  return field.name in titles ? t(titles[field.name as keyof typeof titles]) : field.title;
}

/** A token of a known field, wherever it stands in a text. */
export const tokens = new RegExp(`\\{\\{\\s*(?:${Object.keys(titles).map((name) => name.replace('.', '\\.')).join('|')})\\s*\\}\\}`, 'gi');

/** Whether the texts say something else about each student. */
export const nameStudents = (texts: readonly string[]) => texts.some((text) => [...text.matchAll(tokens)].some(([token]) => /^\{\{\s*students?\./i.test(token)));

export interface Caret { start: number; end: number }

/** The text with a token in place of what is selected, and where the caret is then. */
export function withToken(text: string, token: string, { start, end }: Caret): { text: string; caret: number } {
  return { text: text.slice(0, start) + token + text.slice(end), caret: start + token.length };
}
