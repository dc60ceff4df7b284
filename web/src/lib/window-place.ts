// A window over a page as a place of its own: the browser's Back closes the window and not the page.
import { useLocation, useNavigate } from 'react-router';

/** What the window of a name shows, null while it is closed; opening, and closing. The value has to survive as JSON. */
export function useWindowPlace<T>(name: string): [T | null, (shown: T) => void, () => void] {
  const { pathname, search, hash, state } = useLocation() as { pathname: string; search: string; hash: string; state: Record<string, unknown> | null };
  const navigate = useNavigate();
  const shown = (state?.[name] ?? null) as T | null;
  const open = (next: T) => void navigate({ pathname, search, hash }, { state: { ...state, [name]: next }, replace: shown !== null, preventScrollReset: true });
  return [shown, open, () => { if (shown !== null) void navigate(-1); }];
}
