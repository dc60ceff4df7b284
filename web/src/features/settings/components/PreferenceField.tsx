// One preference as a field of its kind. Its errors stand at it, under the API's name.
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { Field } from '@/components/Field';
import { Select, type Choice } from '@/components/Select';
import { recipientTypeName } from '@/lib/words';
import type { Preference } from '../api';
import { preferenceKeys } from '../names';

export type Value = string | number | boolean;
type Kind = 'time' | 'number' | 'year' | 'switch' | 'type' | 'decision' | 'text';

const kinds: Record<Preference, Kind> = {
  call_window_not_before: 'time', call_window_not_after: 'time', always_confirm: 'switch', sms_character_limit: 'number', default_recipient_type: 'type',
  one_per_address: 'switch', window_follows_recipient: 'switch', hide_schedules_from_teachers: 'switch', hide_schedules_from_families: 'switch', session_year: 'year', help_contact: 'text',
  emails_per_second: 'number', texts_per_second: 'number', calls_per_minute: 'number',
  everybody_push_always: 'decision', everybody_email_opt_out: 'decision', everybody_allows_replies: 'decision',
  texts_per_second_per_number: 'number', calls_per_minute_per_number: 'number',
};

const recipientTypes = [
  'students', 'student_personal', 'primary_contacts', 'all_contacts', 'once_per_family', 'teachers_of', 'students_and_all_contacts', 'students_and_primary_contacts',
] as const;

interface Props { name: Preference; value: Value; onChange: (value: Value) => void; error?: string; hint?: string; isDisabled?: boolean }

export function PreferenceField({ name, value, onChange, error, hint, isDisabled }: Props) {
  const { t } = useTranslation();
  const label = t(preferenceKeys[name]);
  const kind = kinds[name];
  if (kind === 'switch') {
    return (
      <div data-field={name}>
        <Checkbox isSelected={value === true} onChange={onChange} isDisabled={isDisabled} hint={hint}>{label}</Checkbox>
        {error && <p className="field-error">{error}</p>}
      </div>
    );
  }
  if (kind === 'type' || kind === 'decision') {
    const choices: Choice[] = kind === 'type'
      ? [{ id: '', name: t('settings.prefs.noType') }, ...recipientTypes.map((id) => ({ id, name: recipientTypeName(t, id) }))]
      : [{ id: '', name: t('settings.mine.each') }, { id: 'on', name: t('settings.mine.allOn') }, { id: 'off', name: t('settings.mine.allOff') }];
    return (
      <div data-field={name} className="stack">
        <Select label={label} choices={choices} value={String(value)} onChange={onChange} isDisabled={isDisabled} />
        {error && <p className="field-error">{error}</p>}
      </div>
    );
  }
  const shown = value === 0 ? '' : String(value);
  return (
    <div data-field={name}>
      <Field label={label} hint={hint} value={shown} error={error} isDisabled={isDisabled} type={kind === 'time' ? 'time' : 'text'} inputMode={kind === 'time' || kind === 'text' ? undefined : 'numeric'}
        onChange={onChange} />
    </div>
  );
}

/** As the API takes it: an emptied number is no decision; what is no whole number goes as it was typed, and the server says what to do. */
export function forApi(name: Preference, value: Value): Value | null {
  if (kinds[name] !== 'number' || typeof value === 'boolean') return value;
  const typed = String(value).trim();
  if (value === 0 || typed === '') return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
}

export function preferenceText(name: Preference, value: Value, words: { yes: string; no: string; none: string; type: (id: string) => string; hour: (time: string) => string }): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (value === '' || value === 0) return words.none;
  if (kinds[name] === 'time') return words.hour(String(value));
  return kinds[name] === 'type' ? words.type(String(value)) : String(value);
}
