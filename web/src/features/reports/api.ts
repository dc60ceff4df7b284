// Communication History. Every part of a message is a row of its own (REPT-14).
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { Channel, HistoryRow } from '@/lib/api/models';
import { usePaged } from '@/lib/paged';

export interface HistoryFilter {
  channels: readonly Channel[];
  schoolId: string | null;
  from: string;
  to: string;
  user: { id: string; name: string } | null;
  allUsers: boolean;
}

export const emptyFilter: HistoryFilter = { channels: [], schoolId: null, from: '', to: '', user: null, allUsers: false };

/** Nothing chosen means everything: such a field is left out of the request. */
export function toQuery(filter: HistoryFilter) {
  return {
    channel: filter.channels.length ? [...filter.channels] : undefined,
    school_id: filter.schoolId ? [filter.schoolId] : undefined,
    from: filter.from || undefined,
    to: filter.to || undefined,
    user_id: filter.user && !filter.allUsers ? [filter.user.id] : undefined,
    all_users: filter.allUsers || undefined,
  };
}

/** REPT-05: start after end is refused. */
export const datesReversed = (filter: HistoryFilter) => Boolean(filter.from && filter.to && filter.from > filter.to);

/** `onLeftOut` is told the types that the filter names and the district does not have (LIC-10). */
export const useHistoryRows = (filter: HistoryFilter, onLeftOut?: (types: string[]) => void) => usePaged<HistoryRow>(
  ['history', filter],
  async ({ limit, cursor }, signal) => {
    const page = await read(api.GET('/v1/reports/history', { params: { query: { ...toQuery(filter), limit, cursor } }, signal }));
    onLeftOut?.(page.left_out);
    return page;
  },
);

export const useSenders = (q: string, enabled: boolean) => useQuery({
  queryKey: ['senders', q], enabled, placeholderData: keepPreviousData,
  queryFn: ({ signal }) => read(api.GET('/v1/reports/senders', { params: { query: { q: q || undefined } }, signal })),
});
