// Words for the API's fixed vocabulary: channels, states.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Channel, DeliveryStatus } from './api/models';

const channelKeys = {
  email: 'channels.email', sms: 'channels.sms', voice: 'channels.voice', push: 'channels.push', portal: 'channels.portal',
} as const;

const statusKeys = {
  sent: 'statuses.sent', pending: 'statuses.pending', error: 'statuses.error', expired: 'statuses.expired', duplicate: 'statuses.duplicate',
} as const;

export const statusTones = { sent: 'ok', pending: 'wait', error: 'bad', expired: 'late', duplicate: 'mute' } as const;

export function useChannelName(): (channel: Channel) => string {
  const { t } = useTranslation();
  return (channel) => t(channelKeys[channel]);
}

const typeKeys = {
  email: channelKeys.email, sms: channelKeys.sms, tts: channelKeys.voice, recorded: 'channels.recorded', push: channelKeys.push, portal: channelKeys.portal,
} as const;

/** What a part of a sent message is called: a call that plays a recording is told from one that is read out. */
export function useTypeName(): (type: keyof typeof typeKeys) => string {
  const { t } = useTranslation();
  return (type) => t(typeKeys[type]);
}

/** How long a part waits for readers, as people say it. */
export function useWaiting(): (minutes: number) => string {
  const { t } = useTranslation();
  return (minutes) => (minutes % 60 ? t('ifNotRead.minutes', { count: minutes }) : t('ifNotRead.hours', { count: minutes / 60 }));
}

export function useStatusName(): (status: DeliveryStatus) => string {
  const { t } = useTranslation();
  return (status) => t(statusKeys[status]);
}

const recipientTypeKeys = {
  students: 'recipientTypes.students',
  student_personal: 'recipientTypes.studentPersonal',
  primary_contacts: 'recipientTypes.primaryContacts',
  all_contacts: 'recipientTypes.allContacts',
  once_per_family: 'recipientTypes.oncePerFamily',
  teachers_of: 'recipientTypes.teachersOf',
  students_and_all_contacts: 'recipientTypes.studentsAndAllContacts',
  students_and_primary_contacts: 'recipientTypes.studentsAndPrimaryContacts',
  staff: 'recipientTypes.staff',
  imported: 'recipientTypes.imported',
  reply: 'recipientTypes.reply',
} as const;

const recipientTypeHintKeys = {
  students: 'recipientTypeHints.students',
  student_personal: 'recipientTypeHints.studentPersonal',
  primary_contacts: 'recipientTypeHints.primaryContacts',
  all_contacts: 'recipientTypeHints.allContacts',
  once_per_family: 'recipientTypeHints.oncePerFamily',
  teachers_of: 'recipientTypeHints.teachersOf',
  students_and_all_contacts: 'recipientTypeHints.studentsAndAllContacts',
  students_and_primary_contacts: 'recipientTypeHints.studentsAndPrimaryContacts',
} as const;

/** The recipient type as people say it; a type this version does not know yet shows under its own name. */
export function recipientTypeName(t: TFunction, id: string): string {
  return id in recipientTypeKeys ? t(recipientTypeKeys[id as keyof typeof recipientTypeKeys]) : id.replaceAll('_', ' ');
}

/** Whom a recipient type of students reaches, in one line. */
export function recipientTypeHint(t: TFunction, id: string): string | undefined {
  return id in recipientTypeHintKeys ? t(recipientTypeHintKeys[id as keyof typeof recipientTypeHintKeys]) : undefined;
}

/** Two letters at most: of the first and the last word. */
export function initials(name: string): string {
  const words = name.replace(/[^\p{L}\s]/gu, '').trim().split(/\s+/);
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}

/** Why nothing leaves by a provider at the moment, in words. */
export const stopKeys = { down: 'preview.stopDown', paused: 'preview.stopPaused' } as const;
