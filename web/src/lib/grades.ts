// Grades as people say and order them. The roster writes them as OneRoster does: PK, TK, KG, 01 to 12.
import type { TFunction } from 'i18next';

const early = { PK: 'compose.gradesEarly.PK', TK: 'compose.gradesEarly.TK', KG: 'compose.gradesEarly.KG' } as const;
const earliest = Object.keys(early);
const isEarly = (grade: string): grade is keyof typeof early => Object.hasOwn(early, grade);

/** 09 is Grade 9, KG is Kindergarten; what else a roster has stands as it is. */
export const gradeName = (t: TFunction, grade: string): string => (isEarly(grade) ? t(early[grade]) : t('compose.grade', { grade: grade.replace(/^0+(?=\d)/, '') }));

/** The youngest first. */
export const compareGrades = (a: string, b: string): number =>
  Number(isEarly(b)) - Number(isEarly(a)) || earliest.indexOf(a) - earliest.indexOf(b) || a.localeCompare(b, undefined, { numeric: true });
