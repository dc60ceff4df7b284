// Signing in and out. The password goes to the API only; the app keeps tokens, never passwords.
import { api, read } from '@/lib/api/client';
import type { SignInAnswer } from '@/lib/api/models';
import { session } from '@/lib/session';

export type SignInStep = { done: true } | { done: false; challenge: string };

export async function signIn(username: string, password: string): Promise<SignInStep> {
  return settle(username, await read(api.POST('/v1/sign-in', { body: { username, password } })));
}

export async function chooseNewPassword(username: string, challenge: string, newPassword: string): Promise<SignInStep> {
  const body = { username, session: challenge, new_password: newPassword };
  return settle(username, await read(api.POST('/v1/sign-in/new-password', { body })));
}

function settle(username: string, answer: SignInAnswer): SignInStep {
  if (answer.challenge) return { done: false, challenge: answer.session ?? '' };
  session.signedIn({ access: answer.access_token ?? '', refresh: answer.refresh_token ?? '', username });
  return { done: true };
}

/** The tokens are gone from here at once, whether the server can be told or not. */
export async function signOut(): Promise<void> {
  const token = session.tokens?.access;
  session.signOut();
  await read(api.POST('/v1/sign-out', { headers: { Authorization: `Bearer ${token}` } }));
}

export const fetchMe = () => read(api.GET('/v1/me', {}));
