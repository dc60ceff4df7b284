// Announcements: those that one may see and change, and those that stand on one's own portal today.
import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, read, readTagged } from '@/lib/api/client';
import type { Announcement, AnnouncementToCount, NewAnnouncement } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { usePaged } from '@/lib/paged';

export interface ListFilter {
  q: string;
  /** Those that have ended too (ANN-22). */
  inactive: boolean;
  /** Those of the whole district too (ANN-23). */
  allSchools: boolean;
}

export const useAnnouncements = ({ q, inactive, allSchools }: ListFilter) => usePaged<Announcement>(
  ['announcements', 'list', q, inactive, allSchools],
  (page, signal) => read(api.GET('/v1/announcements', { params: { query: { ...page, q: q || undefined, inactive, all_schools: allSchools } }, signal })),
);

export const useAnnouncement = (id: string) => useQuery({
  queryKey: ['announcements', 'one', id], gcTime: 0, staleTime: Infinity,
  queryFn: ({ signal }) => readTagged(api.GET('/v1/announcements/{announcement_id}', { params: { path: { announcement_id: id } }, signal })),
});

/** Schools that people are in, with their grades and zones. */
export function useSchools() {
  const session = useSession().school?.school_id;
  return useQuery({
    queryKey: ['schools', session], staleTime: 600_000,
    queryFn: () => read(api.GET('/v1/schools', { params: { query: { session_school_id: session } } })),
  });
}

/** What the caller sees today; staff at the school that they look at (ANN-19). */
export const useShown = (schoolId: string | undefined) => useQuery({
  queryKey: ['announcements', 'shown', schoolId], staleTime: 60_000,
  queryFn: ({ signal }) => read(api.GET('/v1/announcements/shown', { params: { query: { school_id: schoolId } }, signal })),
});

/** The server's count of whom it reaches (SEND-13). */
export const reachQuery = (asked: AnnouncementToCount) => queryOptions({
  queryKey: ['announcements', 'count', asked], staleTime: 30_000,
  queryFn: ({ signal }) => read(api.POST('/v1/announcements/count', { body: asked, signal })),
});

export const postAnnouncement = (key: string, body: NewAnnouncement) =>
  read(api.POST('/v1/announcements', { params: { header: { 'Idempotency-Key': key } }, body }));

/** Of two who change it at once the second is told. */
export const changeAnnouncement = (id: string, tag: string, body: NewAnnouncement) =>
  read(api.PUT('/v1/announcements/{announcement_id}', { params: { path: { announcement_id: id }, header: { 'If-Match': tag } }, body }));

export function useDeleteAnnouncement() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => read(api.DELETE('/v1/announcements/{announcement_id}', { params: { path: { announcement_id: id } } })),
    onSettled: () => forgetAnnouncements(client),
  });
}

export const forgetAnnouncements = (client: QueryClient) => Promise.all([
  client.invalidateQueries({ queryKey: ['announcements', 'list'] }), client.invalidateQueries({ queryKey: ['announcements', 'shown'] }),
]);
