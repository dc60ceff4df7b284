// What may be put into a text.
import { useQuery } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';

/** The insert fields of the person who writes, by group; a group without any is not there (FLDS-06). */
export const useInsertFields = (enabled: boolean) => useQuery({
  queryKey: ['insert-fields'], staleTime: 600_000, enabled,
  queryFn: () => read(api.GET('/v1/insert-fields', {})),
});
