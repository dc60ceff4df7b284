// An announcement as it is being written. Pure. Its text message and its call are written as in Compose.
import { nameStudents } from '@/features/content/fields';
import { isRecorded, newDraft, voiceOf, type Words } from '@/features/messages/draft';
import { draftOf as wordsOf } from '@/features/messages/draft';
import type { Announcement, AnnouncementToCount, AnnouncementWhole, NewAnnouncement } from '@/lib/api/models';

/** What an announcement may send, in the order of its tabs (ANN-14). */
export const attachable = ['email', 'sms', 'voice'] as const;
export type Attached = (typeof attachable)[number];

export interface AnnouncementDraft {
  key: string;
  title: string;
  html: string;
  /** Days of the calendar; no start is today, no end is none (ANN-03). */
  start: string;
  end: string;
  roles: Announcement['roles'];
  contacts: NonNullable<NewAnnouncement['student_contacts']>;
  /** The whole district, or all of one's schools; else `schools`. */
  everywhere: boolean;
  schools: readonly string[];
  grades: readonly string[];
  /** As it is typed. */
  order: string;
  attached: readonly Attached[];
  /** Whether the email says something of its own; else it says what the announcement says. */
  ownEmail: boolean;
  email: string;
  said: Words;
}

/** One for the school that one works for, from today on. */
export const newAnnouncement = (schoolId: string | undefined, today: string): AnnouncementDraft => ({
  key: crypto.randomUUID(), title: '', html: '', start: today, end: '', roles: [], contacts: 'primary_contacts', everywhere: !schoolId, schools: schoolId ? [schoolId] : [],
  grades: [], order: '', attached: [], ownEmail: false, email: '', said: newDraft(null),
});

export function draftOf(kept: AnnouncementWhole): AnnouncementDraft {
  const { email, sms, voice } = kept.parts;
  const has = { email, sms, voice };
  return {
    key: kept.announcement_id, title: kept.title, html: kept.html, start: kept.start, end: kept.end ?? '', roles: kept.roles,
    contacts: kept.student_contacts as AnnouncementDraft['contacts'], everywhere: !kept.school_ids.length, schools: kept.school_ids, grades: kept.grades,
    order: kept.sort_order === null ? '' : String(kept.sort_order), attached: attachable.filter((part) => has[part]),
    ownEmail: Boolean(email?.html), email: email?.html ?? '',
    said: wordsOf({ school_id: kept.school_id, audience: {}, parts: { sms, voice } }, null),
  };
}

/** `today` is what a new one starts on by itself: the server knows the day of the school. */
export function toBody(draft: AnnouncementDraft, schoolId: string, today?: string): NewAnnouncement {
  const { said, attached } = draft;
  return {
    ...whomOf(draft, schoolId), title: draft.title, html: draft.html,
    ...(draft.start && draft.start !== today && { start: draft.start }), ...(draft.end && { end: draft.end }),
    ...(draft.order.trim() && { sort_order: Number(draft.order) }),
    parts: {
      ...(attached.includes('email') && { email: { html: draft.ownEmail ? draft.email : '' } }),
      ...(attached.includes('sms') && { sms: { text: said.sms, ...(said.smsEmergency && { emergency: true }) } }),
      ...(attached.includes('voice') && { voice: voiceOf(said) }),
    },
  };
}

const whomOf = (draft: AnnouncementDraft, schoolId: string) => ({
  school_id: schoolId, school_ids: draft.everywhere ? [] : [...draft.schools], grades: [...draft.grades], roles: [...draft.roles], student_contacts: draft.contacts,
});

/** What is counted while it is written: whom `pending`, its parts that have not been sent, go to; null while that is nobody. A
 * new one is counted under its key, so that the same of each family are picked as at sending. */
export function toCount(draft: AnnouncementDraft, schoolId: string, pending: readonly Attached[], isKept: boolean): AnnouncementToCount | null {
  if (!pending.length || !draft.roles.length || !(draft.everywhere || draft.schools.length)) return null;
  return {
    ...whomOf(draft, schoolId), parts: [...pending], emergency: emergenciesOf(draft).filter((part) => pending.includes(part)),
    per_student: nameStudents(pending.map((part) => saidIn(draft, part))), ...(isKept ? { announcement_id: draft.key } : { key: draft.key }),
  };
}

function saidIn({ ownEmail, email, said }: AnnouncementDraft, part: Attached): string {
  if (part === 'email') return ownEmail ? email : '';
  if (part === 'sms') return said.sms;
  return isRecorded(said) ? '' : said.voice;
}

/** Which contacts get it: where students get it too, there is no sending to one contact of each family, say (ANN-06). */
export const contactsFor = (roles: AnnouncementDraft['roles']): readonly AnnouncementDraft['contacts'][] => (
  roles.includes('student') ? ['primary_contacts', 'all_contacts'] : ['primary_contacts', 'all_contacts', 'once_per_family', 'teachers_of']
);

/** A draft with other profiles, and contacts that go with them. */
export function withRoles(draft: AnnouncementDraft, roles: AnnouncementDraft['roles']): Pick<AnnouncementDraft, 'roles' | 'contacts'> {
  const contacts = contactsFor(roles);
  return { roles, contacts: contacts.includes(draft.contacts) ? draft.contacts : 'primary_contacts' };
}

/** Which of its attached parts are an emergency. */
export const emergenciesOf = ({ attached, said }: AnnouncementDraft): ('sms' | 'voice')[] => (
  (['sms', 'voice'] as const).filter((part) => attached.includes(part) && (part === 'sms' ? said.smsEmergency : said.voiceEmergency))
);

/** Anything that would be missed if it were gone (ANN-30). */
export const hasContent = ({ title, html, attached, email, said }: AnnouncementDraft): boolean => (
  attached.length > 0 || [title, html, email, said.sms, said.voice].some((text) => text.trim() !== '')
);
