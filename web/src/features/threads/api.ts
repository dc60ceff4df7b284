// The inbox: conversations, their entries, read and unread.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';

/** INBOX-02: the 30 most recent first; older ones on asking. */
const FIRST_LOAD = 30;

export const useThreads = () => useInfiniteQuery({
  queryKey: ['inbox'],
  queryFn: ({ pageParam, signal }) => read(api.GET('/v1/inbox', { params: { query: { limit: FIRST_LOAD, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
  refetchInterval: 60_000,
});

export const useThread = (threadId: string) => useInfiniteQuery({
  queryKey: ['thread', threadId],
  queryFn: ({ pageParam, signal }) => read(api.GET('/v1/inbox/{thread_id}', {
    params: { path: { thread_id: threadId }, query: { limit: FIRST_LOAD, cursor: pageParam } }, signal,
  })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
});

function useRecount() {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ['inbox'] });
    void client.invalidateQueries({ queryKey: ['me'] });
  };
}

/** The answer stands in the conversation at once. */
export function useReply(threadId: string) {
  const client = useQueryClient();
  const recount = useRecount();
  return useMutation({
    mutationFn: ({ key, html, signed }: { key: string; html: string; signed: boolean }) => read(api.POST('/v1/inbox/{thread_id}/replies', {
      params: { path: { thread_id: threadId }, header: { 'Idempotency-Key': key } }, body: { html, ...(signed && { include_signature: true }) },
    })),
    onSuccess: () => {
      recount();
      return client.invalidateQueries({ queryKey: ['thread', threadId] });
    },
  });
}

const entryOf = (threadId: string, entryId: string) => ({ params: { path: { thread_id: threadId, entry_id: entryId } } });

/** Kept by who looks, not by the cache: it is hidden again when the page is loaded anew (FLAG-05). */
export const useViewFlagged = (threadId: string, entryId: string) => useMutation({
  mutationFn: () => read(api.GET('/v1/inbox/{thread_id}/entries/{entry_id}', entryOf(threadId, entryId))),
});

export function useRemoveFlag(threadId: string, entryId: string) {
  const client = useQueryClient();
  const recount = useRecount();
  return useMutation({
    mutationFn: () => read(api.DELETE('/v1/inbox/{thread_id}/entries/{entry_id}/flag', entryOf(threadId, entryId))),
    onSuccess: () => {
      recount();
      return client.invalidateQueries({ queryKey: ['thread', threadId] });
    },
  });
}

export function useMarkRead(threadId: string) {
  const recount = useRecount();
  return useMutation({
    mutationFn: () => read(api.POST('/v1/inbox/{thread_id}/read', { params: { path: { thread_id: threadId } } })),
    onSuccess: recount,
  });
}

export function useMarkUnread(threadId: string) {
  const client = useQueryClient();
  const recount = useRecount();
  return useMutation({
    mutationFn: (entryId: string) => read(api.POST('/v1/inbox/{thread_id}/entries/{entry_id}/unread', {
      params: { path: { thread_id: threadId, entry_id: entryId } },
    })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['thread', threadId] });
      recount();
    },
  });
}
