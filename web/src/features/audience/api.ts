// Whom one may write to, searched on the server, and how many that would be. `session` is the school one works for:
// in a school that is excluded from the district's communication the server finds its own people only.
import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { Audience, Channel, Unreachable, UnreachableRow } from '@/lib/api/models';
import { compareGrades } from '@/lib/grades';
import { useSession } from '@/lib/me';
import { usePaged, type ListPage } from '@/lib/paged';

const useSessionSchool = () => useSession().school?.school_id;
const some = (text: string | undefined) => text || undefined;

/** The schools to choose from: open this year, with people in them, and not excluded (PICK-02, PICK-03). */
export function useOpenSchools() {
  const { me } = useSession();
  const session = useSessionSchool();
  const found = useQuery({
    queryKey: ['schools', session], staleTime: 600_000,
    queryFn: () => read(api.GET('/v1/schools', { params: { query: { session_school_id: session } } })),
  });
  const open = found.data && new Set(found.data.items.map((s) => s.school_id));
  return open ? me.schools.filter((s) => open.has(s.school_id)) : me.schools;
}

export const useGrades = (schoolId: string) => useQuery({
  queryKey: ['grades', schoolId], staleTime: 600_000, enabled: schoolId !== '',
  queryFn: () => read(api.GET('/v1/schools/{school_id}/grades', { params: { path: { school_id: schoolId } } })),
  select: (found) => ({ ...found, items: [...found.items].sort((a, b) => compareGrades(a.grade, b.grade)) }),
});

export function useSections(schoolId: string, q: string) {
  const session = useSessionSchool();
  return useQuery({
    queryKey: ['sections', session, schoolId, q], placeholderData: keepPreviousData, enabled: schoolId !== '',
    queryFn: ({ signal }) => read(api.GET('/v1/sections', { params: { query: { school_id: schoolId, q: some(q), session_school_id: session } }, signal })),
  });
}

export interface StudentFilter { schoolId: string; q: string; number?: string; grade?: string; sectionId?: string; language?: string; gender?: string }
export interface StaffFilter { schoolId: string; q: string; role?: 'admin' | 'teacher'; profileId?: string }
interface PageOf { limit: number; cursor?: string }

const askStudents = (session: string | undefined, { schoolId, q, number, grade, sectionId, language, gender }: StudentFilter, page: PageOf, signal: AbortSignal) =>
  read(api.GET('/v1/students', { signal, params: { query: {
    ...page, school_id: schoolId ? [schoolId] : undefined, q: some(q), number: some(number), grade: some(grade), section_id: some(sectionId),
    language: some(language), gender: some(gender), session_school_id: session,
  } } }));

const askStaff = (session: string | undefined, { schoolId, q, role, profileId }: StaffFilter, page: PageOf, signal: AbortSignal) =>
  read(api.GET('/v1/staff', { signal, params: { query: {
    ...page, school_id: schoolId ? [schoolId] : undefined, q: some(q), role, profile_id: some(profileId), session_school_id: session,
  } } }));

const MOST_TURNS = 40;

/** A full page. The server gives a short one where few match among many, with a cursor to go on (PICK-06). */
export async function filled<T>(ask: (page: PageOf) => Promise<ListPage<T>>, { limit, cursor }: PageOf): Promise<ListPage<T>> {
  const items: T[] = [];
  let next: string | null | undefined = cursor;
  let total: ListPage<T>['total'];
  for (let turn = 0; turn < MOST_TURNS && items.length < limit && next !== null; turn += 1) {
    const page: ListPage<T> = await ask({ limit: limit - items.length, cursor: next });
    items.push(...page.items);
    next = page.next_cursor;
    total ??= page.total;
  }
  return { items, next_cursor: next ?? null, total };
}

export function useStudents(filter: StudentFilter, limit: number) {
  const session = useSessionSchool();
  return useQuery({
    queryKey: ['students', session, filter, limit], placeholderData: keepPreviousData,
    queryFn: ({ signal }) => filled((page) => askStudents(session, filter, page, signal), { limit }),
  });
}

export function useStaff(filter: StaffFilter, limit: number) {
  const session = useSessionSchool();
  return useQuery({
    queryKey: ['staff', session, filter, limit], placeholderData: keepPreviousData,
    queryFn: ({ signal }) => filled((page) => askStaff(session, filter, page, signal), { limit }),
  });
}

const RESULTS = 50;

/** Results of the full search, page after page. */
export function useStudentSearch(filter: StudentFilter) {
  const session = useSessionSchool();
  return useInfiniteQuery({
    queryKey: ['student-search', session, filter], initialPageParam: undefined as string | undefined, placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => filled((page) => askStudents(session, filter, page, signal), { limit: RESULTS, cursor: pageParam }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
}

export function useStaffSearch(filter: StaffFilter) {
  const session = useSessionSchool();
  return useInfiniteQuery({
    queryKey: ['staff-search', session, filter], initialPageParam: undefined as string | undefined, placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => filled((page) => askStaff(session, filter, page, signal), { limit: RESULTS, cursor: pageParam }),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
}

export const useProfiles = () => useQuery({
  queryKey: ['profiles'], staleTime: 600_000,
  queryFn: () => read(api.GET('/v1/profiles', {})),
});

/** What is counted: an audience, for the message as it would go out. Under the message's own `key` the same of each
 * family are picked as at sending; `perStudent` when it says something else about each student. */
export interface Counted { audience: Audience; parts: readonly Channel[]; emergency: readonly Channel[]; secure: boolean; key: string; perStudent: boolean }

const isSomebody = ({ audience }: Counted) => audience.students !== null || audience.staff !== null || Boolean(audience.imported);

export const countBody = (session: string | undefined, { audience, parts, emergency, secure, key, perStudent }: Counted) => ({
  audience, parts: [...parts], emergency: [...emergency], school_id: session, key, ...(perStudent && { per_student: true }), ...(secure && { secure }),
});

/** The server's count (SEND-13). */
export const countQuery = (session: string | undefined, counted: Counted) => queryOptions({
  queryKey: ['audience-count', session, counted], staleTime: 30_000,
  queryFn: ({ signal }) => read(api.POST('/v1/audience/count', { body: countBody(session, counted), signal })),
});

/** The same while one writes: the last one stays while the next is under way. */
export function useAudienceCount(counted: Counted, enabled: boolean) {
  return useQuery({ ...countQuery(useSessionSchool(), counted), placeholderData: keepPreviousData, enabled: enabled && isSomebody(counted) });
}

export interface UnreachableFilter { channel?: Channel; reason?: Unreachable; q?: string }

/** Who cannot be reached, by name (SEND-14). */
export function useUnreachable(counted: Counted, { channel, reason, q }: UnreachableFilter) {
  const session = useSessionSchool();
  return usePaged<UnreachableRow>(['unreachable', session, counted, channel, reason, q], ({ limit, cursor }, signal) => read(api.POST('/v1/audience/unreachable', {
    body: { ...countBody(session, counted), of_channels: channel && [channel], reason, q, limit, cursor }, signal,
  })));
}
