// Whom one may write to, searched on the server, and how many that would be.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { Audience, Channel } from '@/lib/api/models';

export const useSchools = () => useQuery({
  queryKey: ['schools'], staleTime: 600_000,
  queryFn: () => read(api.GET('/v1/schools', {})),
});

export const useGrades = (schoolId: string) => useQuery({
  queryKey: ['grades', schoolId], staleTime: 600_000,
  queryFn: () => read(api.GET('/v1/schools/{school_id}/grades', { params: { path: { school_id: schoolId } } })),
});

export const useSections = (schoolId: string, q: string) => useQuery({
  queryKey: ['sections', schoolId, q], placeholderData: keepPreviousData,
  queryFn: ({ signal }) => read(api.GET('/v1/sections', { params: { query: { school_id: schoolId, q: q || undefined } }, signal })),
});

export const useStudents = (schoolId: string, q: string, limit: number) => useQuery({
  queryKey: ['students', schoolId, q, limit], placeholderData: keepPreviousData,
  queryFn: ({ signal }) => read(api.GET('/v1/students', { params: { query: { school_id: [schoolId], q: q || undefined, limit } }, signal })),
});

export const useStaff = (schoolId: string, q: string, limit: number) => useQuery({
  queryKey: ['staff', schoolId, q, limit], placeholderData: keepPreviousData,
  queryFn: ({ signal }) => read(api.GET('/v1/staff', { params: { query: { school_id: [schoolId], q: q || undefined, limit } }, signal })),
});

/** The server's count (SEND-13); the last one stays while the next is under way. */
export const useAudienceCount = (audience: Audience, parts: readonly Channel[], emergency: readonly Channel[]) => useQuery({
  queryKey: ['audience-count', audience, parts, emergency], placeholderData: keepPreviousData, staleTime: 30_000,
  enabled: audience.students !== null || audience.staff !== null,
  queryFn: ({ signal }) => read(api.POST('/v1/audience/count', { body: { audience, parts: [...parts], emergency: [...emergency] }, signal })),
});
