// Who is signed in, in this browser. The tokens live in sessionStorage: closing the last tab signs out, and a
// new tab asks its neighbours (BroadcastChannel), so that opening a link in a new tab does not ask for the password.
// States: signed-out -> signed-in -> expired (the page stays, a sign-in window opens over it) -> signed-in.
export interface Tokens { access: string; refresh: string; username: string }
export type SessionState = 'signed-out' | 'signed-in' | 'expired';

const KEY = 'carillon.session';
const NEIGHBOUR_WAIT_MS = 120;
const listeners = new Set<() => void>();
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('carillon.session');
let tokens: Tokens | null = load();
let state: SessionState = tokens ? 'signed-in' : 'signed-out';
let waiting: { go: () => void; drop: (reason: DOMException) => void }[] = [];

function load(): Tokens | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Tokens | null;
  } catch {
    return null;
  }
}

function set(next: Tokens | null, nextState: SessionState) {
  tokens = next;
  state = nextState;
  if (next) sessionStorage.setItem(KEY, JSON.stringify(next));
  else sessionStorage.removeItem(KEY);
  listeners.forEach((tell) => tell());
}

/** What was asked by who is signed out now is never sent in the name of who signs in next. */
export const signedOut = () => new DOMException('Signed out', 'AbortError');

function forget() {
  set(null, 'signed-out');
  const dropped = waiting;
  waiting = [];
  dropped.forEach(({ drop }) => drop(signedOut()));
}

if (channel) {
  channel.onmessage = (event: MessageEvent<{ kind: 'ask' | 'tokens' | 'out'; tokens?: Tokens }>) => {
    const { kind, tokens: theirs } = event.data;
    if (kind === 'ask' && tokens && state === 'signed-in') channel.postMessage({ kind: 'tokens', tokens });
    if (kind === 'tokens' && theirs && state === 'signed-out') set(theirs, 'signed-in');
    if (kind === 'out' && state !== 'signed-out') forget();
  };
}

export const session = {
  get state() { return state; },
  get tokens() { return tokens; },
  subscribe: (tell: () => void) => { listeners.add(tell); return () => void listeners.delete(tell); },

  /** A fresh tab: are we signed in next door? */
  async askNeighbours(): Promise<void> {
    if (tokens || !channel) return;
    channel.postMessage({ kind: 'ask' });
    await new Promise((done) => setTimeout(done, NEIGHBOUR_WAIT_MS));
  },

  signedIn(next: Tokens) {
    set(next, 'signed-in');
    waiting.forEach(({ go }) => go());
    waiting = [];
  },

  refreshed(access: string) {
    if (tokens) set({ ...tokens, access }, 'signed-in');
  },

  expire() {
    if (state === 'signed-in') set(tokens, 'expired');
  },

  /** Resolves when the person has signed in again after expire(); requests under way wait for it. Rejects when they
      sign out instead. */
  signedInAgain(): Promise<void> {
    return new Promise((go, drop) => (state === 'signed-out' ? drop(signedOut()) : waiting.push({ go, drop })));
  },

  signOut() {
    forget();
    channel?.postMessage({ kind: 'out' });
  },
};
