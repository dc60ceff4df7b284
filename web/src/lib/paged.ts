// A list that the server gives by cursor, shown by page number. Pages already read are kept; going to page n, or
// sorting, reads on from the last cursor as far as needed. The server decides what is in the list, never the client.
import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

export interface ListPage<T> { items: T[]; next_cursor: string | null; total?: number | null }
export type Fetch<T> = (page: { limit: number; cursor?: string }, signal: AbortSignal) => Promise<ListPage<T>>;

interface Place { at: number; cursor?: string }
const firstPage: Place = { at: 0 };

export const PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;
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
  const limits = useLimits(pageSize);
  const isOpen = useIsOpen();
  const query = useInfiniteQuery({
    queryKey: [...key, pageSize],
    queryFn: ({ pageParam: { at, cursor }, signal }) => fetch({ limit: limits.of(at), cursor }, signal),
    initialPageParam: firstPage,
    getNextPageParam: (last, pages) => (last.next_cursor ? { at: pages.length, cursor: last.next_cursor } : undefined),
    placeholderData: keepPreviousData,
    enabled: options.enabled,
    refetchInterval: options.refetchInterval,
  });
  const all = query.data?.pages.flatMap((p) => p.items) ?? [];
  const isComplete = Boolean(query.data) && !query.hasNextPage;
  const total = isComplete ? all.length : (query.data?.pages[0]?.total ?? undefined);
  const lastKnown = Math.max(1, Math.ceil(all.length / pageSize));
  const current = isComplete ? Math.min(page, lastKnown) : page;

  const readUntil = async (count: number): Promise<{ length: number; done: boolean }> => {
    setReading(true);
    limits.readFast(true);
    let length = all.length;
    let done = isComplete;
    while (!done && isOpen.current && length < Math.min(count, READ_AT_MOST)) {
      const next = await query.fetchNextPage();
      if (!next.data || next.isError) break;
      length = next.data.pages.reduce((n, p) => n + p.items.length, 0);
      done = !next.hasNextPage;
    }
    limits.readFast(false);
    setReading(false);
    return { length, done };
  };

  // With a rare filter the server's page may be short or empty and yet have a next one.
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const isShort = hasNextPage && !isFetching && !isError && all.length < Math.min(page * pageSize, READ_AT_MOST);
  const pagesRead = query.data?.pages.length;
  useEffect(() => { if (isShort) void fetchNextPage(); }, [isShort, pagesRead, fetchNextPage]);

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
    isReading: reading || (all.length < page * pageSize && isFetching && query.isFetchingNextPage),
    error: query.error,
    goTo: (wanted) => void goTo(wanted),
    setPageSize: (size) => { setPage(1); setPageSize(size); },
    readAll: async () => (await readUntil(READ_AT_MOST)).done,
    refetch: () => void query.refetch(),
  };
}

/** How many rows each page read was asked for, the same again when it is read anew: while reading on for a sort or a
 * far page, as many as the server gives. */
function useLimits(pageSize: number) {
  const kept = useRef<{ pageSize: number; fast: boolean; limits: number[] }>({ pageSize, fast: false, limits: [] });
  return {
    of(at: number) {
      if (kept.current.pageSize !== pageSize) kept.current = { pageSize, fast: kept.current.fast, limits: [] };
      return (kept.current.limits[at] ??= kept.current.fast ? MAX_PAGE_SIZE : pageSize);
    },
    readFast(on: boolean) { kept.current.fast = on; },
  };
}

/** False once the list is no longer on the page: reading on stops then. */
function useIsOpen() {
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => { open.current = false; };
  }, []);
  return open;
}

/** GRID-01: zero, negatives and words are refused (null), anything above the server's bound becomes the bound. */
export function parsePageSize(typed: string): number | null {
  if (!/^\d+$/.test(typed.trim())) return null;
  const size = Number(typed);
  return size < 1 ? null : Math.min(size, MAX_PAGE_SIZE);
}
