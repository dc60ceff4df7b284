// What may be inserted, and how it stands in a text.
import { tokens } from '@/lib/insert-fields';

export const groupTitles = { student: 'fields.student.title', user: 'fields.user.title', period: 'fields.period.title' } as const;

/** Whether the texts say something else about each student. */
export const nameStudents = (texts: readonly string[]) => texts.some((text) => [...text.matchAll(tokens)].some(([token]) => /^\{\{\s*students?\./i.test(token)));

export interface Caret { start: number; end: number }

/** The text with a token in place of what is selected, and where the caret is then. */
export function withToken(text: string, token: string, { start, end }: Caret): { text: string; caret: number } {
  return { text: text.slice(0, start) + token + text.slice(end), caret: start + token.length };
}
