// What may be put into a text, and under it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read, readTagged } from '@/lib/api/client';
import type { Signatures } from '@/lib/api/models';

/** The insert fields of the person who writes, by group; a group without any is not there (FLDS-06). */
export const useInsertFields = (enabled: boolean) => useQuery({
  queryKey: ['insert-fields'], staleTime: 600_000, enabled,
  queryFn: () => read(api.GET('/v1/insert-fields', {})),
});

/** One's own, for who writes. */
export const useSignatures = (enabled = true) => useQuery({
  queryKey: ['signatures'], staleTime: 60_000, enabled,
  queryFn: () => readTagged(api.GET('/v1/me/signatures', {})),
});

/** Both together; of two windows the second is told (SET-08). */
export function useChangeSignatures(tag: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Signatures) => read(api.PUT('/v1/me/signatures', { params: { header: { 'If-Match': tag } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['signatures'] }),
  });
}
