// Contactability: who of a school no message reaches, by which channel and why.
import { useQuery } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { Channel, ContactabilityRow, ContactabilityWho, Unreachable } from '@/lib/api/models';
import { usePaged } from '@/lib/paged';

export interface ContactabilityFilter { schoolId: string; who: ContactabilityWho; channel?: Channel; reason?: Unreachable; q?: string }

/** Push has nobody who is owed it: whoever has no device simply gets none. */
export const contactChannels = ['email', 'sms', 'voice', 'portal'] as const;
export type ContactChannel = (typeof contactChannels)[number];

const toQuery = ({ schoolId, ...filter }: ContactabilityFilter) => ({ school_id: schoolId, ...filter, q: filter.q || undefined });

export const useContactability = (filter: ContactabilityFilter) => usePaged<ContactabilityRow>(
  ['contactability', filter],
  ({ limit, cursor }, signal) => read(api.GET('/v1/reports/contactability', { params: { query: { ...toQuery(filter), limit, cursor } }, signal })),
);

export const useContactNumbers = ({ schoolId, who }: ContactabilityFilter) => useQuery({
  queryKey: ['contactability-numbers', schoolId, who],
  queryFn: ({ signal }) => read(api.GET('/v1/reports/contactability/numbers', { params: { query: { school_id: schoolId, who } }, signal })),
});

/** The whole of it as CSV. */
export const contactabilityFile = (filter: ContactabilityFilter): Promise<string> =>
  read(api.GET('/v1/reports/contactability/file', { params: { query: toQuery(filter) }, parseAs: 'text' }));
