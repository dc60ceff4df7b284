// Light, dark, or as the system says. Kept in this browser; public/appearance.js applies it before the first paint.
export type Appearance = 'system' | 'light' | 'dark';
const KEY = 'carillon.appearance';

export function appearance(): Appearance {
  const kept = stored(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function setAppearance(next: Appearance) {
  if (next === 'system') {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(KEY, next);
    document.documentElement.dataset.theme = next;
  }
}

export function isDark(): boolean {
  const chosen = appearance();
  return chosen === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}

/** localStorage may be closed to us (private windows, policies): then nothing is remembered. */
export function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
