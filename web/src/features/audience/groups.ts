// Student and user groups: the person's own, and those that their profiles give them.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read, readTagged } from '@/lib/api/client';
import type { GroupKind } from '@/lib/api/models';
import { useSession } from '@/lib/me';

export const useGroups = () => useQuery({
  queryKey: ['groups'], staleTime: 60_000,
  queryFn: () => read(api.GET('/v1/groups', {})),
});

/** The groups of one kind; none while they are on their way. */
export const useGroupsOf = (kind: GroupKind) => (useGroups().data?.items ?? []).filter((group) => group.kind === kind);

export const useGroup = (groupId: string) => useQuery({
  queryKey: ['groups', groupId], gcTime: 0,
  queryFn: () => readTagged(api.GET('/v1/groups/{group_id}', { params: { path: { group_id: groupId } } })),
});

const MEMBERS = 50;

export function useMembers(groupId: string) {
  const session = useSession().school?.school_id;
  return useInfiniteQuery({
    queryKey: ['groups', groupId, 'members', session], initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => read(api.GET('/v1/groups/{group_id}/members', {
      params: { path: { group_id: groupId }, query: { limit: MEMBERS, cursor: pageParam, session_school_id: session } }, signal,
    })),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
}

function useForget() {
  const client = useQueryClient();
  return () => Promise.all([client.invalidateQueries({ queryKey: ['groups'] }), client.invalidateQueries({ queryKey: ['audience-count'] })]);
}

export interface NewGroup { kind: GroupKind; name: string; members: string[]; profiles?: string[] }

export function useCreateGroup() {
  const forget = useForget();
  const session = useSession().school?.school_id;
  return useMutation({
    mutationFn: (group: NewGroup) => read(api.POST('/v1/groups', { body: { ...group, session_school_id: session } })),
    onSuccess: forget,
  });
}

export interface GroupChange { name?: string; add?: string[]; remove?: string[]; profiles?: string[] }

export function useChangeGroup(groupId: string, tag: string) {
  const forget = useForget();
  const session = useSession().school?.school_id;
  return useMutation({
    mutationFn: (change: GroupChange) => read(api.PATCH('/v1/groups/{group_id}', {
      params: { path: { group_id: groupId }, header: { 'If-Match': tag } }, body: { ...change, session_school_id: session },
    })),
    onSuccess: forget,
  });
}

export function useDeleteGroup() {
  const forget = useForget();
  return useMutation({
    mutationFn: (groupId: string) => read(api.DELETE('/v1/groups/{group_id}', { params: { path: { group_id: groupId } } })),
    onSuccess: forget,
  });
}
