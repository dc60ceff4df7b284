// Builders with defaults, for what the API answers.
import type { AnnouncementWhole, AudienceCount, Me, Reach, Recipient, WholeMessage } from '@/lib/api/models';

export const aMe = (more: Partial<Me> = {}): Me => ({
  user_id: 'usr_1', name: 'Dana Whitfield', email: 'dana@district.example', roles: ['admin'], profiles: [{ id: 'p', title: 'Principal' }], language: 'en',
  district: { id: 'd', name: 'Maple Valley', time_zone: 'America/Chicago' }, time_zone: 'America/Chicago',
  schools: [aSchool()], whole_district: true,
  permissions: { communication: 'edit', send_messages: 'edit', send_sms: 'edit', phone_calls: 'edit', push: 'edit', send_to_staff: 'edit' },
  recipient_types: ['students', 'primary_contacts'],
  settings: bounds, modules: ['calling_and_texting'], replies_at_first: false, unread: 0, school_years: { first: '2026', current: '2026' }, ...more,
});

export const bounds: Me['settings'] = { sms_character_limit: 130, call_character_limit: 1000, confirm_over: 100, always_confirm: false, default_recipient_type: '', call_window_not_before: '', call_window_not_after: '' };

export const aSchool = (more: Partial<Me['schools'][number]> = {}): Me['schools'][number] => ({
  school_id: 'sch_1', name: 'Lincoln High School', students: 1345, is_open: true, time_zone: 'America/Chicago', settings: bounds, withheld: [], sends_as_school: false, ...more,
});

export const aCount = (people: number, more: Partial<AudienceCount> = {}): AudienceCount => ({
  students_selected: 3, students_possible: 1345, staff_selected: 0, staff_possible: 88, imported_selected: 0, people,
  by_channel: { email: aReach(people) }, unreachable_people: 0, landlines: 0, approximate: false, groups: [], ...more,
});

export const aReach = (reachable: number, more: Partial<Reach> = {}): Reach => ({ reachable, unreachable: 0, deliveries: reachable, duplicates: 0, reasons: {}, ...more });

export const aMessage = (more: Partial<WholeMessage> = {}): WholeMessage => ({
  message_id: 'msg_1', subject: 'Snow day', snippet: 'No school.', html: '<p>No school.</p>', sms_text: null, voice_text: null, voice_seconds: null, sent_at: '2026-11-23T11:40:00+00:00',
  source: 'user', sender: { user_id: 'usr_1', name: 'Dana Whitfield' }, school_id: 'sch_1', recipient_type: ['primary_contacts'],
  to: 'Lincoln High School', priority: false, emergency: false, secure: false, status: 'done', people: 3, counted: {},
  parts: [{ channel: 'email', type: 'email', total: 3, sent: 3, pending: 0, expired: 0, errors: 0, duplicates: 0, canceled: 0, spared: 0 }], halt: null, resend_of: null, resend_number: 0, resends: [], if_not_read: [], stopped: {}, ...more,
});

export const anAnnouncement = (more: Partial<AnnouncementWhole> = {}): AnnouncementWhole => ({
  announcement_id: 'ann_1', title: 'Picture day', snippet: 'Smile!', html: '<p>Smile!</p>', start: '2026-11-23', end: null, time_zone: 'America/Chicago', state: 'active',
  school_id: 'sch_1', school_ids: ['sch_1'], grades: [], roles: ['parent'], student_contacts: 'primary_contacts', sort_order: null, channels: [],
  posted_by: { user_id: 'usr_1', name: 'Dana Whitfield' }, posted_at: '2026-11-23T11:40:00+00:00', due_at: null, problem: null, sent: [], editable: true,
  parts: { email: null, sms: null, voice: null }, warnings: [], ...more,
});

export const aRecipient = (n: number, more: Partial<Recipient> = {}): Recipient => ({
  delivery_id: `del_${n}`, last_update: '2026-11-23T11:40:00+00:00', status: 'sent', channel: 'email', recipient_type: 'primary_contacts',
  name: `Person ${n}`, person_id: `con_${n}`, person_kind: 'contact', destination: `p${n}@mail.example`, school_id: 'sch_1', school_name: 'Lincoln High School',
  regarding_student: null, student_id: null, student_number: null, staff_number: null, expires_at: '2026-11-30T11:40:00+00:00', error: null, reason: null, ...more,
});
