// Sent messages: the list, one of them while it runs, and sending.
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { Message, NewMessage, WholeMessage } from '@/lib/api/models';
import { usePaged } from '@/lib/paged';

const RUNNING_REFRESH_MS = 2000;
export const isRunning = (message: Pick<Message, 'status'>) => message.status !== 'done';
/** What was paused and has ended meanwhile waits for nobody any more. */
export const isPaused = (message: Pick<Message, 'status' | 'halt'>) => message.halt?.state === 'paused' && isRunning(message);

export const listMessages = (limit: number, cursor?: string, signal?: AbortSignal) =>
  read(api.GET('/v1/messages', { params: { query: { limit, cursor } }, signal }));

export const useSentMessages = () => usePaged<Message>(['messages'], ({ limit, cursor }, signal) => listMessages(limit, cursor, signal));

/** The newest few, for Home; read again while one of them runs. */
export const useRecentMessages = (enabled: boolean) => useQuery({
  queryKey: ['messages', 'recent'], enabled,
  queryFn: ({ signal }) => listMessages(10, undefined, signal),
  refetchInterval: (query) => (query.state.data?.items.some(isRunning) ? RUNNING_REFRESH_MS : false),
});

/** One message; read again every two seconds while it is going out. */
export const useMessage = (messageId: string) => useQuery({
  queryKey: ['message', messageId],
  queryFn: ({ signal }) => read(api.GET('/v1/messages/{message_id}', { params: { path: { message_id: messageId } }, signal })),
  refetchInterval: (query) => (query.state.data && [query.state.data, ...query.state.data.resends].some(isRunning) ? RUNNING_REFRESH_MS : false),
});

/** Pause, go on, or cancel for good. The page shows what the answer says, and then reads the rest anew. */
export function useHalt(messageId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (what: 'pause' | 'resume' | 'cancellation') => {
      const of = { params: { path: { message_id: messageId } } };
      if (what === 'pause') return read(api.POST('/v1/messages/{message_id}/pause', of));
      return read(what === 'resume' ? api.POST('/v1/messages/{message_id}/resume', of) : api.POST('/v1/messages/{message_id}/cancellation', of));
    },
    onSuccess: async (answer) => {
      await client.cancelQueries({ queryKey: ['message', messageId] });
      client.setQueryData<WholeMessage>(['message', messageId], (known) => known && { ...known, ...answer });
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['messages'] });
      void client.invalidateQueries({ queryKey: ['message', messageId] });
    },
  });
}

export const sendMessage = (key: string, body: NewMessage) =>
  read(api.POST('/v1/messages', { params: { header: { 'Idempotency-Key': key } }, body }));

export const forgetLists = (client: QueryClient) => client.invalidateQueries({ queryKey: ['messages'] });
