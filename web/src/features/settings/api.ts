// Settings of the district, its schools and its students' contacts. An edit sends back the ETag of what it edits; of
// two people at once the second is told.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read, readTagged } from '@/lib/api/client';
import type { AuditRow, DistrictSettings, MySettings, SchoolSettings } from '@/lib/api/models';
import { usePaged } from '@/lib/paged';

export type Preferences = DistrictSettings['preferences'];
export type Preference = keyof Preferences;
export type Changes = Partial<Preferences>;
export type MySetting = Exclude<keyof MySettings, 'locked'>;
export interface SchoolChange { time_zone?: string; excluded?: boolean; first_year?: string; last_year?: string; preferences?: SchoolSettings['preferences'] }
export interface PersonChange {
  phones: { number: string; callout?: boolean; blocked?: boolean; sms?: boolean; unsubscribed?: boolean }[];
  emails: { address: string; unsubscribed: boolean }[];
  email_opt_out?: boolean;
}

export const useDistrictSettings = () => useQuery({ queryKey: ['settings'], queryFn: () => readTagged(api.GET('/v1/settings', {})) });

// The job runs each minute, and so does the look at it.
const eachMinute = { refetchInterval: 60_000 };

export const useJobs = () => useQuery({ queryKey: ['jobs'], queryFn: () => read(api.GET('/v1/jobs', {})), ...eachMinute });

export const useProviders = () => useQuery({ queryKey: ['providers'], queryFn: () => read(api.GET('/v1/providers', {})), ...eachMinute });

export function useResumeEmails() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => read(api.POST('/v1/providers/{channel}/resume', { params: { path: { channel: 'email' } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['providers'] }),
  });
}

export const useSchools = () => useQuery({ queryKey: ['settings', 'schools'], queryFn: () => read(api.GET('/v1/settings/schools', {})) });

export const useSchoolSettings = (schoolId: string) => useQuery({
  queryKey: ['settings', 'school', schoolId], queryFn: () => readTagged(api.GET('/v1/schools/{school_id}/settings', { params: { path: { school_id: schoolId } } })),
});

export function useChangeDistrict(tag: string) {
  const forget = useForget();
  return useMutation({
    mutationFn: (preferences: Changes) => read(api.PATCH('/v1/settings', { params: { header: { 'If-Match': tag } }, body: { preferences } })),
    onSuccess: forget,
  });
}

export function useChangeSchool(schoolId: string, tag: string) {
  const forget = useForget();
  return useMutation({
    mutationFn: (change: SchoolChange) => read(api.PATCH('/v1/schools/{school_id}/settings', {
      params: { path: { school_id: schoolId }, header: { 'If-Match': tag } }, body: change,
    })),
    onSuccess: forget,
  });
}

/** What was read is read again, and so is what one may do. */
function useForget() {
  const client = useQueryClient();
  return () => Promise.all([client.invalidateQueries({ queryKey: ['settings'] }), client.invalidateQueries({ queryKey: ['me'] })]);
}

// ---- one's own ---------------------------------------------------------------------------------------------------

export const useMySettings = () => useQuery({ queryKey: ['settings', 'mine'], queryFn: () => readTagged(api.GET('/v1/me/settings', {})) });

/** All that concern one, together (SET-08). */
export function useChangeMySettings(tag: string) {
  const forget = useForget();
  return useMutation({
    mutationFn: (body: Partial<Record<MySetting, boolean>>) => read(api.PUT('/v1/me/settings', { params: { header: { 'If-Match': tag } }, body })),
    onSuccess: forget,
  });
}

export const useMyStops = () => useQuery({ queryKey: ['settings', 'stops'], queryFn: () => read(api.GET('/v1/me/stopped', {})) });

/** What one ended oneself comes again. */
export function useGetAgain() {
  const forget = useForget();
  return useMutation({
    mutationFn: (channel: string) => read(api.DELETE('/v1/me/stopped/{channel}', { params: { path: { channel } } })),
    onSuccess: forget,
  });
}

// ---- flagged words -----------------------------------------------------------------------------------------------

export const useFlaggedWords = () => useQuery({ queryKey: ['settings', 'flagged-words'], queryFn: () => readTagged(api.GET('/v1/settings/flagged-words', {})) });

export function useChangeFlaggedWords(tag: string) {
  const forget = useForget();
  return useMutation({
    mutationFn: (words: string[]) => read(api.PUT('/v1/settings/flagged-words', { params: { header: { 'If-Match': tag } }, body: { words } })),
    onSuccess: forget,
  });
}

// ---- contacts ---------------------------------------------------------------------------------------------------

export const useStudents = (q: string) => useQuery({
  queryKey: ['settings', 'students', q], placeholderData: keepPreviousData,
  queryFn: ({ signal }) => read(api.GET('/v1/students', { signal, params: { query: { q: q || undefined, limit: 20 } } })),
});

export const useContactSettings = (studentId: string) => useQuery({
  queryKey: ['contact-settings', studentId], enabled: studentId !== '',
  queryFn: () => readTagged(api.GET('/v1/students/{student_id}/contact-settings', { params: { path: { student_id: studentId } } })),
});

/** An empty contact is the student. */
export function useChangePerson(studentId: string, contactId: string, tag: string) {
  const client = useQueryClient();
  const header = { 'If-Match': tag };
  return useMutation({
    mutationFn: (body: PersonChange) => read(contactId
      ? api.PATCH('/v1/students/{student_id}/contacts/{contact_id}', { params: { path: { student_id: studentId, contact_id: contactId }, header }, body })
      : api.PATCH('/v1/students/{student_id}/contact-settings', { params: { path: { student_id: studentId }, header }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['contact-settings'] }),
  });
}

// ---- the record of changes --------------------------------------------------------------------------------------

export const useChanges = () => usePaged<AuditRow>(
  ['audit'], ({ limit, cursor }, signal) => read(api.GET('/v1/audit', { signal, params: { query: { limit, cursor } } })),
);
