// Families write to their schools: whom they may choose, and sending.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';

/** Somebody chosen, with what tells two of the same name apart. */
export interface Chosen { id: string; name: string; hint?: string; schoolId: string }

const SHOWN = 12;

export const useTeachers = () => useQuery({ queryKey: ['my-teachers'], staleTime: 300_000, queryFn: () => read(api.GET('/v1/me/teachers', {})) });

export const useStaffNamed = (q: string) => useQuery({
  queryKey: ['staff-named', q], enabled: q !== '', placeholderData: keepPreviousData,
  queryFn: ({ signal }) => read(api.GET('/v1/staff', { signal, params: { query: { q, limit: SHOWN } } })),
});

export interface Letter { key: string; to: readonly Chosen[]; subject: string; html: string; schoolId: string }

export function useWrite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, to, subject, html, schoolId }: Letter) => read(api.POST('/v1/messages', {
      params: { header: { 'Idempotency-Key': key } },
      body: { school_id: schoolId, subject, audience: { staff: { users: to.map((each) => each.id) } }, parts: { email: { html } } },
    })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['inbox'] }),
  });
}
