// What the app checks before it bothers the server: the same rules, told at once. Field names are the API's, so
// that the server's own refusals land on the same fields.
import { charactersIn, underText } from '@/lib/text-size';
import { isRecorded, partsOf, type Draft } from './draft';

export interface Limits { sms_character_limit: number; call_character_limit: number }
export type CheckCode = 'noRecipients' | 'noType' | 'noPart' | 'smsTooLong' | 'signedTooLong' | 'voiceTooLong';
export interface CheckFailure { field: string; code: CheckCode }

/** The part of a draft that a field of the API is about: changing one of these answers a refusal of the field. */
export function answering(field: string): readonly (keyof Draft<unknown>)[] {
  if (field.startsWith('audience')) return ['choice'];
  if (field.startsWith('parts.email')) return ['html'];
  if (field.startsWith('parts.sms')) return ['sms', 'smsEmergency', 'signature'];
  if (field.startsWith('parts.voice')) return ['voice', 'voiceEmergency', 'voiceKind', 'recording', 'callerId'];
  if (field.startsWith('if_not_read')) return ['waits', 'sms', 'voice', 'recording', 'push'];
  if (field === 'include_signature') return ['signature', 'source'];
  if (field === 'subject') return ['subject'];
  return field.startsWith('parts') ? ['html', 'sms', 'voice', 'recording', 'voiceKind', 'push'] : ['priority'];
}

export function checkDraft(draft: Draft<unknown>, whom: { nobody: boolean; typeMissing: boolean }, limits: Limits, textSignature = ''): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const fail = (field: string, code: CheckCode) => failures.push({ field, code });
  const parts = partsOf(draft);
  if (whom.nobody) fail('audience', 'noRecipients');
  else if (whom.typeMissing) fail('audience.students.recipient_type', 'noType');
  // A push only points to a message; alone it would point to nothing (COMP-35).
  if (parts.every((part) => part === 'push')) fail('parts', 'noPart');
  if (charactersIn(underText(draft.sms, textSignature)) > limits.sms_character_limit) fail('parts.sms.text', textSignature ? 'signedTooLong' : 'smsTooLong');
  if (!isRecorded(draft) && charactersIn(draft.voice) > limits.call_character_limit) fail('parts.voice.text', 'voiceTooLong');
  return failures;
}
