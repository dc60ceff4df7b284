// The earlier school year that this tab looks at, if somebody chose one. Kept as long as the session, in
// this tab; each request names it (api/client.ts), and nothing can be sent in it.
import { useSyncExternalStore } from 'react';
import type { Me } from './api/models';
import { session } from './session';

const KEY = 'carillon.year';
const listeners = new Set<() => void>();

export const schoolYear = {
  /** The year in which it begins: "2025" is 2025-26. Null: the current one. */
  get chosen() { return sessionStorage.getItem(KEY); },
  choose(year: string | null) {
    if (year) sessionStorage.setItem(KEY, year);
    else sessionStorage.removeItem(KEY);
    listeners.forEach((tell) => tell());
  },
  subscribe: (tell: () => void) => { listeners.add(tell); return () => void listeners.delete(tell); },
};

// Who signs in next begins in the current year.
session.subscribe(() => { if (session.state === 'signed-out' && schoolYear.chosen) schoolYear.choose(null); });

export const useChosenYear = () => useSyncExternalStore(schoolYear.subscribe, () => schoolYear.chosen);

/** The chosen year if it is an earlier one. */
export function earlierYear({ school_years: { current } }: Me, chosen: string | null): string | null {
  return chosen && chosen < current ? chosen : null;
}

/** As people say it: 2025-26. */
export const yearTitle = (year: string) => `${year}-${String((Number(year) + 1) % 100).padStart(2, '0')}`;
