// Scheduled messages: the caller's own, the next one first.
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { api, read, readTagged } from '@/lib/api/client';
import type { NewMessage, ScheduledWhole, When } from '@/lib/api/models';

export const useScheduled = (isWanted = true) => useQuery({
  enabled: isWanted,
  queryKey: ['scheduled'],
  queryFn: ({ signal }) => read(api.GET('/v1/scheduled-messages', { signal })),
});

export const scheduleMessage = (key: string, message: NewMessage, schedule: When) =>
  read(api.POST('/v1/scheduled-messages', { params: { header: { 'Idempotency-Key': key } }, body: { message, schedule } }));

/** One, as it is now, to be changed. */
export const useScheduledMessage = (id: string) => useQuery({
  queryKey: ['scheduled', id], gcTime: 0, staleTime: Infinity,
  queryFn: ({ signal }) => readTagged(api.GET('/v1/scheduled-messages/{schedule_id}', { params: { path: { schedule_id: id } }, signal })),
});

/** What a schedule keeps: a message, or an answer in a conversation. */
export type Order = { message: NewMessage } | { answer: NonNullable<ScheduledWhole['answer']> };

export const scheduleAnswer = (key: string, answer: NonNullable<ScheduledWhole['answer']>, schedule: When) =>
  read(api.POST('/v1/scheduled-messages', { params: { header: { 'Idempotency-Key': key } }, body: { answer, schedule } }));

export const saveScheduled = (id: string, tag: string, order: Order, schedule: When) =>
  read(api.PUT('/v1/scheduled-messages/{schedule_id}', { params: { path: { schedule_id: id }, header: { 'If-Match': tag } }, body: { ...order, schedule } }));

/** The same message at another time. Reads it first, so that an edit made elsewhere is not undone. */
export async function reschedule(id: string, schedule: When, confirmed?: number) {
  const params = { path: { schedule_id: id } };
  const now = await api.GET('/v1/scheduled-messages/{schedule_id}', { params });
  const { message, answer } = await read(Promise.resolve(now));
  const body = message ? { message: { ...message, ...(confirmed !== undefined && { confirmed_recipients: confirmed }) }, schedule } : { answer, schedule };
  return read(api.PUT('/v1/scheduled-messages/{schedule_id}', { params: { ...params, header: { 'If-Match': now.response.headers.get('ETag') ?? '' } }, body }));
}

export const deleteScheduled = (id: string) => read(api.DELETE('/v1/scheduled-messages/{schedule_id}', { params: { path: { schedule_id: id } } }));

export const forgetScheduled = (client: QueryClient) => client.invalidateQueries({ queryKey: ['scheduled'] });
