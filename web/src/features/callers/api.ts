// The district's caller IDs: the list, its edits, and what a CSV file says.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read, readTagged } from '@/lib/api/client';
import type { CallerIdColumns, NewCallerId } from '@/lib/api/models';

export type Change = Partial<NewCallerId> & { confirmed?: boolean };

export const useCallerIds = () => useQuery({ queryKey: ['caller-ids'], queryFn: () => read(api.GET('/v1/caller-ids', {})) });

export function useAddCallerIds() {
  const forget = useForget();
  return useMutation({ mutationFn: (items: NewCallerId[]) => read(api.POST('/v1/caller-ids', { body: { items } })), onSuccess: forget });
}

/** As it is now, to be edited: with the tag that the edit sends back. */
export const useCallerId = (callerId: string) => useQuery({
  queryKey: ['caller-ids', callerId], gcTime: 0, queryFn: () => readTagged(api.GET('/v1/caller-ids/{caller_id}', { params: { path: { caller_id: callerId } } })),
});

export function useChangeCallerId(callerId: string, tag: string) {
  const forget = useForget();
  return useMutation({
    mutationFn: (body: Change) => read(api.PATCH('/v1/caller-ids/{caller_id}', { params: { path: { caller_id: callerId }, header: { 'If-Match': tag } }, body })),
    onSuccess: forget,
  });
}

export function useDeleteCallerId() {
  const forget = useForget();
  return useMutation({
    mutationFn: ({ callerId, confirmed }: { callerId: string; confirmed: boolean }) =>
      read(api.DELETE('/v1/caller-ids/{caller_id}', { params: { path: { caller_id: callerId }, query: { confirmed } } })),
    onSuccess: forget,
  });
}

export const previewNumbers = (csv: string) => read(api.POST('/v1/caller-id-files/preview', { body: { csv } }));

export const readNumbers = (csv: string, columns: CallerIdColumns, header: boolean) => read(api.POST('/v1/caller-id-files', { body: { csv, columns, header } }));

/** The list is read again; and who may call, and from which number. */
function useForget() {
  const client = useQueryClient();
  return () => Promise.all(['caller-ids', 'my-caller-ids', 'me'].map((name) => client.invalidateQueries({ queryKey: [name] })));
}
