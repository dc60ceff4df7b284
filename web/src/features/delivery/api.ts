// One message's deliveries: who it was for, by which way, and what became of each.
import { api, read } from '@/lib/api/client';
import type { Channel, DeliveryStatus, Recipient } from '@/lib/api/models';
import { usePaged } from '@/lib/paged';

export interface RecipientFilter { channel?: Channel; status?: DeliveryStatus; q?: string }

export const useRecipients = (messageId: string, filter: RecipientFilter) => usePaged<Recipient>(
  ['recipients', messageId, filter],
  ({ limit, cursor }, signal) => read(api.GET('/v1/messages/{message_id}/recipients', {
    params: { path: { message_id: messageId }, query: { ...filter, q: filter.q || undefined, limit, cursor } }, signal,
  })),
);
