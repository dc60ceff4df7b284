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

export function useStatusName(): (status: DeliveryStatus) => string {
  const { t } = useTranslation();
  return (status) => t(statusKeys[status]);
}

/** The recipient type as people say it; a type this version does not know yet shows under its own name. */
export function recipientTypeName(t: TFunction, id: string): string {
  switch (id) {
    case 'students': return t('recipientTypes.students');
    case 'primary_contacts': return t('recipientTypes.primaryContacts');
    case 'staff': return t('recipientTypes.staff');
    default: return id.replaceAll('_', ' ');
  }
}

/** Two letters at most: of the first and the last word. */
export function initials(name: string): string {
  const words = name.replace(/[^\p{L}\s]/gu, '').trim().split(/\s+/);
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}
