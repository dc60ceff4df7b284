// Words for the vocabulary of settings: preferences, modules, flags, kinds of change.
import type { TFunction } from 'i18next';
import type { AuditRow, DistrictSettings } from '@/lib/api/models';
import type { MySetting, Preference } from './api';

export const preferenceKeys = {
  call_window_not_before: 'settings.prefs.notBefore', call_window_not_after: 'settings.prefs.notAfter', always_confirm: 'settings.prefs.alwaysConfirm',
  sms_character_limit: 'settings.prefs.smsLimit', default_recipient_type: 'settings.prefs.recipientType', one_per_address: 'settings.prefs.onePerAddress', window_follows_recipient: 'settings.prefs.windowFollows',
  hide_schedules_from_teachers: 'settings.prefs.hideTeachers', hide_schedules_from_families: 'settings.prefs.hideFamilies',
  session_year: 'settings.prefs.sessionYear', help_contact: 'settings.prefs.helpContact', emails_per_second: 'settings.prefs.emailRate', texts_per_second: 'settings.prefs.textRate',
  everybody_push_always: 'settings.mine.push', everybody_email_opt_out: 'settings.mine.noEmail', everybody_allows_replies: 'settings.mine.replies',
  calls_per_minute: 'settings.prefs.callRate', texts_per_second_per_number: 'settings.prefs.textNumberRate',
  calls_per_minute_per_number: 'settings.prefs.callNumberRate',
} as const satisfies Record<Preference, string>;

export const mySettingKeys = {
  push_always: { label: 'settings.mine.push', hint: 'settings.mine.pushHint' },
  email_opt_out: { label: 'settings.mine.noEmail', hint: 'settings.mine.noEmailHint' },
  allows_replies: { label: 'settings.mine.replies', hint: 'settings.mine.repliesHint' },
  hidden_from_search: { label: 'settings.mine.hidden', hint: 'settings.mine.hiddenHint' },
} as const satisfies Record<MySetting, { label: string; hint: string }>;

export const moduleKeys = {
  calling_and_texting: 'settings.modules.calling', document_management: 'settings.modules.documents', translation: 'settings.modules.translation',
  moderation: 'settings.modules.moderation', ai: 'settings.modules.ai', public_feed: 'settings.modules.feed',
} as const satisfies Record<keyof DistrictSettings['modules'], string>;

export const flagKeys = {
  callout: 'settings.flags.callout', blocked: 'settings.flags.blocked', sms: 'settings.flags.sms', unsubscribed: 'settings.flags.unsubscribed',
} as const;

export const subjectKeys = {
  district: 'settings.subjects.district', school: 'settings.subjects.school', modules: 'settings.subjects.modules',
  profile: 'settings.subjects.profile', contact: 'settings.subjects.contact', roster: 'settings.subjects.roster',
  message: 'settings.subjects.message', caller_id: 'settings.subjects.callerId', test_call: 'settings.subjects.testCall', suppression: 'settings.pages.stopped',
} as const satisfies Record<AuditRow['subject'], string>;

const otherKeys = {
  excluded: 'settings.excluded', first_year: 'settings.firstYear', last_year: 'settings.lastYear', time_zone: 'settings.timeZone',
  email_opt_out: 'settings.flags.emailOptOut', flagged_word: 'settings.flagged.word', flagged: 'settings.flagged.mark', call_minutes: 'settings.callMinutes', decision: 'settings.decision',
  email: 'channels.email', sms: 'channels.sms', voice: 'channels.voice', note: 'stopped.note', consent: 'stopped.consentGiven',
  caller_id: 'settings.subjects.callerId', voice_numbers: 'settings.voiceNumbers', number: 'stopped.number',
  emails_paused: 'settings.line.emailsPaused', sending: 'settings.sending', tries: 'settings.tries',
} as const;
const fieldKeys: Record<string, (typeof preferenceKeys)[Preference] | (typeof moduleKeys)[keyof typeof moduleKeys] | (typeof otherKeys)[keyof typeof otherKeys]> =
  { ...preferenceKeys, ...moduleKeys, ...otherKeys };

/** A changed field as people say it; "+1505… sms" is a flag of a number. */
export function fieldName(t: TFunction, field: string): string {
  const known = fieldKeys[field];
  if (known) return t(known);
  const [place, flag] = field.split(' ');
  return flag && flag in flagKeys ? `${place ?? ''}: ${t(flagKeys[flag as keyof typeof flagKeys])}` : field.replaceAll('_', ' ');
}
