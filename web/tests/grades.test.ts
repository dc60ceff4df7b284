// Grades in words and in order.
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { compareGrades, gradeName } from '@/lib/grades';

describe('grades', () => {
  it('stand as people say them', () => {
    expect(['09', '12', 'KG', 'PK', 'Other'].map((grade) => gradeName(i18next.t, grade))).toEqual(['Grade 9', 'Grade 12', 'Kindergarten', 'Pre-kindergarten', 'Grade Other']);
  });

  it('begin with the youngest', () => {
    expect(['10', '01', 'KG', '02', 'PK'].sort(compareGrades)).toEqual(['PK', 'KG', '01', '02', '10']);
  });
});
