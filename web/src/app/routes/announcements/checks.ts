// What the app finds by itself before anything goes to the server. Field names are the API's. Pure.
import { isRecorded } from '@/features/messages/draft';
import { charactersIn } from '@/lib/text-size';
import type { AnnouncementDraft, Attached } from './draft';

export interface Limits { sms_character_limit: number; call_character_limit: number }
export type CheckCode = 'noTitle' | 'longTitle' | 'nothing' | 'noBody' | 'endFirst' | 'nobody' | 'noSchool' | 'badOrder' | 'noEmail' | 'noText' | 'noCall' | 'noRecording' | 'smsTooLong' | 'voiceTooLong';
export interface CheckFailure { field: string; code: CheckCode }

const MOST_ORDER = 9999;
const LONGEST_TITLE = 200;

/** Counted as the server counts it. */
export const isLongTitle = (title: string): boolean => [...title].length > LONGEST_TITLE;

/** `attached` are those that have not been sent yet. */
export function checkAnnouncement(draft: AnnouncementDraft, attached: readonly Attached[], limits: Limits): CheckFailure[] {
  const order = draft.order.trim();
  const found: [boolean, string, CheckCode][] = [
    [!draft.title.trim(), 'title', 'noTitle'],
    [isLongTitle(draft.title), 'title', 'longTitle'],
    [!draft.html && !draft.attached.length, 'html', 'nothing'],
    [!draft.roles.length, 'roles', 'nobody'],
    [!draft.everywhere && !draft.schools.length, 'school_ids', 'noSchool'],
    [Boolean(draft.start && draft.end && draft.end < draft.start), 'end', 'endFirst'],
    [order !== '' && (!/^\d+$/.test(order) || Number(order) > MOST_ORDER), 'sort_order', 'badOrder'],
  ];
  return [...found, ...attached.map((part) => checkPart(draft, part, limits))].flatMap(([isWrong, field, code]) => (isWrong ? [{ field, code }] : []));
}

function checkPart({ html, ownEmail, email, said }: AnnouncementDraft, part: Attached, limits: Limits): [boolean, string, CheckCode] {
  if (part === 'email') return ownEmail ? [!email, 'parts.email.html', 'noEmail'] : [!html, 'html', 'noBody'];
  if (part === 'sms') return said.sms.trim() ? [charactersIn(said.sms) > limits.sms_character_limit, 'parts.sms.text', 'smsTooLong'] : [true, 'parts.sms.text', 'noText'];
  if (isRecorded(said)) return [!said.recording, 'parts.voice.recording_id', 'noRecording'];
  return said.voice.trim() ? [charactersIn(said.voice) > limits.call_character_limit, 'parts.voice.text', 'voiceTooLong'] : [true, 'parts.voice.text', 'noCall'];
}

const answers: Readonly<Record<string, readonly (keyof AnnouncementDraft)[]>> = {
  title: ['title'], html: ['html', 'attached', 'ownEmail'], start: ['start'], end: ['start', 'end'], roles: ['roles'], student_contacts: ['contacts', 'roles'], school_ids: ['schools', 'everywhere'],
  grades: ['grades', 'schools', 'everywhere', 'roles'], sort_order: ['order'], 'parts.email': ['email', 'ownEmail', 'html', 'attached'], 'parts.sms': ['said', 'attached'], 'parts.voice': ['said', 'attached'],
};

/** The parts of a draft that a field of the API is about: changing one of them answers a refusal of the field. */
export const answering = (field: string): readonly string[] => answers[field] ?? answers[field.split('.').slice(0, 2).join('.')] ?? ['attached', 'schools', 'everywhere'];

/** Which tab shows a field. */
export const tabOf = (field: string): Attached | null => (['email', 'sms', 'voice'] as const).find((part) => field.startsWith(`parts.${part}`)) ?? null;
