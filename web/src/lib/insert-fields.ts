// Insert fields in words, where a message is shown as it was written: "Dear [Student's first name]". A field that this
// version does not know yet shows under the server's title.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

const titles = {
  'student.first_name': 'fields.student.firstName', 'student.last_name': 'fields.student.lastName', 'student.full_name': 'fields.student.fullName',
  'student.grade': 'fields.student.grade', 'student.school': 'fields.student.school', 'student.number': 'fields.student.number',
  'students.first_names': 'fields.student.allFirstNames', 'students.full_names': 'fields.student.allFullNames',
  'recipient.first_name': 'fields.user.firstName', 'recipient.full_name': 'fields.user.fullName',
  'sender.name': 'fields.user.senderName', 'sender.school': 'fields.user.senderSchool',
  'period.name': 'fields.period.name', 'period.first_day': 'fields.period.firstDay', 'period.last_day': 'fields.period.lastDay',
} as const;

const isKnown = (name: string): name is keyof typeof titles => name in titles;

export function fieldTitle(t: TFunction, field: { name: string; title: string }): string {
  return isKnown(field.name) ? t(titles[field.name]) : field.title;
}

/** A token of a known field, wherever it stands in a text. */
export const tokens = new RegExp(`\\{\\{\\s*(${Object.keys(titles).map((name) => name.replace('.', '\\.')).join('|')})\\s*\\}\\}`, 'gi');

/** The text with each field's title in place of its token; all else as it was written. */
export function inWords(t: TFunction, text: string): string {
  return text.replace(tokens, (token, name: string) => (isKnown(name.toLowerCase()) ? `[${t(titles[name.toLowerCase() as keyof typeof titles])}]` : token));
}

/** The same of the beginning of a text: of a token that is cut nothing is left. */
export const snippetInWords = (t: TFunction, snippet: string) => inWords(t, snippet).replace(/\{\{[\w\s.]*\}?$/, '…');

export function useInWords(): (text: string) => string {
  const { t } = useTranslation();
  return (text) => inWords(t, text);
}
