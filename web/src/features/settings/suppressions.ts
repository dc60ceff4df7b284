// Addresses that nothing is sent to, whoever has them: opt-outs, complaints, dead numbers and mailboxes.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { Reason, SuppressedPlace, SuppressionRow } from '@/lib/api/models';
import { usePaged } from '@/lib/paged';

export type Addressed = SuppressedPlace['channel'];
export type Cause = SuppressedPlace['cause'];
export interface Filter { channel: Addressed; cause?: Cause; q: string }

export const addressed: readonly Addressed[] = ['sms', 'email', 'voice'];

/** Why nothing goes there, as reports say it of a delivery. */
export const reasonOf = {
  opt_out: 'opted_out', complaint: 'suppressed_complaint', staff: 'stopped_by_staff', carrier: 'not_in_service', bounce: 'suppressed_bounce',
} as const satisfies Record<Cause, Reason>;

/** What can happen on a channel: only mail is marked as spam or bounces, only a number is out of service. */
export const causesOf: Record<Addressed, readonly Cause[]> = {
  email: ['opt_out', 'complaint', 'staff', 'bounce'], sms: ['opt_out', 'staff', 'carrier'], voice: ['opt_out', 'staff'],
};

export const useSuppressions = ({ channel, cause, q }: Filter) => usePaged<SuppressionRow>(
  ['suppressions', channel, cause, q],
  ({ limit, cursor }, signal) => read(api.GET('/v1/suppressions', { signal, params: { query: { channel, cause, q: q || undefined, limit, cursor } } })),
);

export function useStop() {
  const forget = useForget();
  return useMutation({
    mutationFn: (body: { channel: Addressed; address: string; note: string }) => read(api.POST('/v1/suppressions', { body })),
    onSuccess: forget,
  });
}

/** `studentId`: in whose record the address was seen, for whoever looks after some of the schools. */
export function useLift(place: SuppressedPlace, studentId?: string) {
  const forget = useForget();
  return useMutation({
    mutationFn: (said: { note: string; consent: boolean }) => read(api.POST('/v1/suppressions/{suppression_id}/lift', {
      params: { path: { suppression_id: place.suppression_id } }, body: { cause: place.cause, student_id: studentId, ...said },
    })),
    onSuccess: forget,
  });
}

/** The list, the contact settings and the record of changes are read again. */
function useForget() {
  const client = useQueryClient();
  return () => Promise.all(['suppressions', 'contact-settings', 'audit'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}
