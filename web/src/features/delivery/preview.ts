// Before a message is sent: how each channel will show it (COMP-33), and when it will be done. Nothing is stored.
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { Channel, NewMessage, PreviewOrder, ReachByChannel } from '@/lib/api/models';

const FRESH_MS = 30_000;

/** Under the key that it will be sent with: the same of a family are picked (RCPT-09). */
export const toPreview = ({ school_id, subject, audience, parts, source, secure, include_signature }: NewMessage, key: string): PreviewOrder => ({ school_id, subject, audience, parts, source, secure, include_signature, key });

/** As the `sample`-th of those chosen will get it. */
export const previewQuery = (order: PreviewOrder, sample: number) => queryOptions({
  queryKey: ['preview', order, sample], staleTime: FRESH_MS,
  queryFn: ({ signal }) => read(api.POST('/v1/preview', { body: { ...order, sample }, signal })),
});

export const usePreview = (order: PreviewOrder, sample: number) => useQuery({ ...previewQuery(order, sample), placeholderData: keepPreviousData });

export interface Going { schoolId: string; source: NonNullable<NewMessage['source']>; deliveries: Partial<Record<Channel, number>>; emergency: readonly Channel[] }

export const deliveriesOf = (byChannel: ReachByChannel) =>
  Object.fromEntries(Object.entries(byChannel).map(([channel, reach]) => [channel, reach.deliveries])) as Going['deliveries'];

/** By the providers' rates and the call window (SEND-06), as of this minute. */
export const estimateQuery = ({ schoolId, source, deliveries, emergency }: Going) => queryOptions({
  queryKey: ['estimate', schoolId, source, deliveries, emergency], staleTime: FRESH_MS, refetchInterval: 2 * FRESH_MS,
  queryFn: ({ signal }) => read(api.GET('/v1/estimate', { params: { query: { school_id: schoolId, source, ...deliveries, emergency: emergency.length ? [...emergency] : undefined } }, signal })),
});
