// Calls: the numbers to call from, recordings, and trying a call out.
import { useQuery } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { NewMessage } from '@/lib/api/models';
import { postForm } from '@/lib/post-form';

export type Voice = NonNullable<NonNullable<NewMessage['parts']>['voice']>;

export const useMyCallerIds = (schoolId: string) => useQuery({
  queryKey: ['my-caller-ids', schoolId], staleTime: 60_000,
  queryFn: () => read(api.GET('/v1/me/caller-ids', { params: { query: { session_school_id: schoolId } } })),
});

/** Uploads a recording and has it checked: its id, how long it lasts, and where it can be heard. */
export async function keepRecording(file: Blob) {
  const place = await read(api.POST('/v1/recordings', {}));
  await postForm(place.upload, file, () => undefined);
  return read(api.POST('/v1/recordings/{recording_id}/keep', { params: { path: { recording_id: place.recording_id } } }));
}

// The link ends after an hour; it is asked for again before that.
export const useRecording = (recordingId: string) => useQuery({
  queryKey: ['recording', recordingId], staleTime: 1_800_000, retry: false,
  queryFn: () => read(api.GET('/v1/recordings/{recording_id}', { params: { path: { recording_id: recordingId } } })),
});

export const placeTestCall = (schoolId: string, number: string, voice: Voice) =>
  read(api.POST('/v1/test-calls', { body: { school_id: schoolId, number, voice } }));

export const readAudio = (messageId: string) => read(api.GET('/v1/messages/{message_id}/audio', { params: { path: { message_id: messageId } } }));
