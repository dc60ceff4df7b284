// One message's deliveries: who it was for, by which way, and what became of each.
import { useInfiniteQuery } from '@tanstack/react-query';
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

/** People whom nothing reached; of a big message they are looked for among some thousand people at a time. */
export const useReachedByNothing = (messageId: string) => useInfiniteQuery({
  queryKey: ['reached-by-nothing', messageId],
  queryFn: ({ pageParam, signal }) => read(api.GET('/v1/messages/{message_id}/reached-by-nothing', {
    params: { path: { message_id: messageId }, query: { cursor: pageParam } }, signal,
  })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
});
