import { useEffect, useState, useSyncExternalStore, type RefObject } from 'react';

/** The value as it was when it last held still for `ms`. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

function listenOnline(tell: () => void) {
  addEventListener('online', tell);
  addEventListener('offline', tell);
  return () => { removeEventListener('online', tell); removeEventListener('offline', tell); };
}

export const useOnline = () => useSyncExternalStore(listenOnline, () => navigator.onLine);

/** The last value that was there: what a window goes on showing while it closes. */
export function useLast<T>(value: T | null): T | null {
  const [last, setLast] = useState(value);
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
}

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (tell) => { const m = matchMedia(query); m.addEventListener('change', tell); return () => m.removeEventListener('change', tell); },
    () => matchMedia(query).matches,
  );
}

/** Asks before the tab is closed or reloaded while `active`. */
export function useLeaveWarning(active: boolean) {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [active]);
}

const DIALOG_CLOSES_MS = 250;

/** Brings an element into sight and gives it the focus whenever `when` changes to something. A dialog that is
 * just closing gives the focus back to where it was: then once more. */
export function useTakesFocus(element: RefObject<HTMLElement | null>, when: unknown) {
  useEffect(() => {
    if (!when) return;
    const take = () => element.current?.focus();
    take();
    if (!document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
    const again = setTimeout(take, DIALOG_CLOSES_MS);
    return () => clearTimeout(again);
  }, [element, when]);
}

/** Title of the page: "Inbox - Carillon". */
export function useTitle(title: string) {
  useEffect(() => { document.title = `${title} - Carillon`; }, [title]);
}
