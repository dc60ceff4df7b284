// A list that the server gives by cursor, shown by page number. Pages already read are kept; going to page n, or
// sorting, reads on from the last cursor as far as needed. The server decides what is in the list, never the client.
import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useState } from 'react';

export interface ListPage<T> { items: T[]; next_cursor: string | null; total?: number }
export type Fetch<T> = (page: { limit: number; cursor?: string }, signal: AbortSignal) => Promise<ListPage<T>>;

export const PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;
/** Reading on for a sort or a far page stops here: beyond it, a filter is the better tool. */
export const READ_AT_MOST = 5000;

export interface Paged<T> {
  rows: T[];
  all: T[];
  isComplete: boolean;
  page: number;
  pageSize: number;
  /** Known only when the server counts, or when the end has been reached. */
  total: number | undefined;
  hasNext: boolean;
  isPending: boolean;
  isReading: boolean;
  error: Error | null;
  goTo: (page: number) => void;
  setPageSize: (size: number) => void;
  readAll: () => Promise<boolean>;
  refetch: () => void;
}

interface Options { enabled?: boolean; refetchInterval?: number | false; pageSize?: number }

export function usePaged<T>(key: QueryKey, fetch: Fetch<T>, options: Options = {}): Paged<T> {
  const [page, setPage] = useState(1);
  const [pageSize, setPageSize] = useState(options.pageSize ?? PAGE_SIZE);
  const [reading, setReading] = useState(false);
  const query = useInfiniteQuery({
    queryKey: [...key, pageSize],
    queryFn: ({ pageParam, signal }) => fetch({ limit: pageSize, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: options.enabled,
    refetchInterval: options.refetchInterval,
  });
  const all = query.data?.pages.flatMap((p) => p.items) ?? [];
  const isComplete = Boolean(query.data) && !query.hasNextPage;
  const total = isComplete ? all.length : query.data?.pages[0]?.total;
  const lastKnown = Math.max(1, Math.ceil(all.length / pageSize));
  const current = isComplete ? Math.min(page, lastKnown) : page;

  const readUntil = async (count: number): Promise<{ length: number; done: boolean }> => {
    setReading(true);
    let length = all.length;
    let done = isComplete;
    while (!done && length < Math.min(count, READ_AT_MOST)) {
      const next = await query.fetchNextPage();
      if (!next.data || next.isError) break;
      length = next.data.pages.reduce((n, p) => n + p.items.length, 0);
      done = !next.hasNextPage;
    }
    setReading(false);
    return { length, done };
  };

  const goTo = async (wanted: number) => {
    const { length } = await readUntil(wanted * pageSize);
    setPage(Math.max(1, Math.min(wanted, Math.ceil(length / pageSize))));
  };

  return {
    rows: all.slice((current - 1) * pageSize, current * pageSize),
    all,
    isComplete,
    page: current,
    pageSize,
    total,
    hasNext: !isComplete || current < lastKnown,
    isPending: query.isPending,
    isReading: reading,
    error: query.error,
    goTo: (wanted) => void goTo(wanted),
    setPageSize: (size) => { setPage(1); setPageSize(size); },
    readAll: async () => (await readUntil(READ_AT_MOST)).done,
    refetch: () => void query.refetch(),
  };
}

/** GRID-01: zero, negatives and words are refused (null), anything above the server's bound becomes the bound. */
export function parsePageSize(typed: string): number | null {
  if (!/^\d+$/.test(typed.trim())) return null;
  const size = Number(typed);
  return size < 1 ? null : Math.min(size, MAX_PAGE_SIZE);
}
