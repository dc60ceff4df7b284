// Another try at what did not arrive of a message.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { ResendOffer } from '@/lib/api/models';

/** Whom it did not reach, why, and how many could be tried again now. */
export const useResendOffer = (messageId: string) => useQuery({
  queryKey: ['resend', messageId], gcTime: 0, retry: false,
  queryFn: ({ signal }) => read(api.GET('/v1/messages/{message_id}/resend', { params: { path: { message_id: messageId } }, signal })),
});

/** The offer's number and count go with it: pressed twice it is one try. `onSent` is told before the page is read anew, which may take
 * the window away that asked. */
export function useResend(messageId: string, onSent: (tryId: string, count: number) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ number, deliveries }: Pick<ResendOffer, 'number' | 'deliveries'>) => read(api.POST('/v1/messages/{message_id}/resend', {
      params: { path: { message_id: messageId } }, body: { number, confirmed_recipients: deliveries },
    })),
    onSuccess: ({ message_id }, { deliveries }) => { onSent(message_id, deliveries); return client.invalidateQueries({ queryKey: ['message', messageId] }); },
  });
}
