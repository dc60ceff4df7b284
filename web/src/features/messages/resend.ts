// Another try at what did not arrive of a message.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { ResendOffer } from '@/lib/api/models';

/** Whom it did not reach, why, and how many could be tried again now. */
export const useResendOffer = (messageId: string) => useQuery({
  queryKey: ['resend', messageId], gcTime: 0, retry: false,
  queryFn: ({ signal }) => read(api.GET('/v1/messages/{message_id}/resend', { params: { path: { message_id: messageId } }, signal })),
});

/** The offer's number and count go with it: pressed twice it is one try. */
export function useResend(messageId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ number, deliveries }: Pick<ResendOffer, 'number' | 'deliveries'>) => read(api.POST('/v1/messages/{message_id}/resend', {
      params: { path: { message_id: messageId } }, body: { number, confirmed_recipients: deliveries },
    })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['message', messageId] }),
  });
}
