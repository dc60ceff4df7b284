// Each recipient type that can be offered has a name and a line that explains it, in both languages.
import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import en from '@/locales/en.json';
import es from '@/locales/es.json';
import { recipientTypeHint, recipientTypeName } from '@/lib/words';

const types = ['students', 'student_personal', 'primary_contacts', 'all_contacts', 'once_per_family', 'teachers_of',
  'students_and_all_contacts', 'students_and_primary_contacts'];

describe.each([['en', en], ['es', es]] as const)('recipient types in %s', (lng, translation) => {
  const i18n = createInstance();
  void i18n.init({ lng, resources: { [lng]: { translation } }, initAsync: false });

  it('have a name and an explanation each, all different', () => {
    const said = types.flatMap((id) => [recipientTypeName(i18n.t, id), recipientTypeHint(i18n.t, id)]);
    expect(new Set(said).size).toBe(2 * types.length);
    expect(said.every((text) => text && !text.includes('recipientType') && !text.includes('_'))).toBe(true);
  });

  it('of a later version show under their own name', () => {
    expect(recipientTypeName(i18n.t, 'next_of_kin')).toBe('next of kin');
    expect(recipientTypeHint(i18n.t, 'next_of_kin')).toBeUndefined();
  });
});
