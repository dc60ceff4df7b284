// Imported recipients: a list of one's own, filled from files, and named by the message being written.
import { useInfiniteQuery, useMutation, useQueryClient, keepPreviousData, type QueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { ImportColumns } from '@/lib/api/models';

export const previewFile = (csv: string) => read(api.POST('/v1/imported-files/preview', { body: { csv } }));

export interface ImportOrder { listId: string | null; csv: string; header: boolean; columns: ImportColumns }

/** Begins a list when there is none yet, and adds the file's good rows to it. */
export async function importFile({ listId, ...body }: ImportOrder) {
  const list_id = listId ?? (await read(api.POST('/v1/imported-lists', {}))).list_id;
  return read(api.POST('/v1/imported-lists/{list_id}/files', { params: { path: { list_id } }, body }));
}

const PAGE = 50;
export const useImportedPeople = (listId: string | null, q: string) => useInfiniteQuery({
  queryKey: ['imported', listId, q],
  enabled: listId !== null,
  queryFn: ({ pageParam, signal }) => read(api.GET('/v1/imported-lists/{list_id}/entries', {
    params: { path: { list_id: listId ?? '' }, query: { q: q || undefined, limit: PAGE, cursor: pageParam } }, signal,
  })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
  placeholderData: keepPreviousData,
});

const countOf = async (listId: string) =>
  (await read(api.GET('/v1/imported-lists/{list_id}', { params: { path: { list_id: listId } } }))).people;

/** Removes one person; gives back how many are left. */
export function useRemovePerson(listId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (entryId: string) => {
      await read(api.DELETE('/v1/imported-lists/{list_id}/entries/{entry_id}', { params: { path: { list_id: listId, entry_id: entryId } } }));
      return countOf(listId);
    },
    onSettled: () => forgetImported(client),
  });
}

export function useDeleteList(listId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => read(api.DELETE('/v1/imported-lists/{list_id}', { params: { path: { list_id: listId } } })),
    onSettled: () => forgetImported(client),
  });
}

/** The list changed: whoever shows it or counts it looks again. */
export function forgetImported(client: QueryClient) {
  for (const key of ['imported', 'audience-count']) void client.invalidateQueries({ queryKey: [key] });
}
