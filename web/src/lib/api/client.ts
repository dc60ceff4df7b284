// The one way to the API. Adds the access token, renews it once when it has run out, and when that fails too keeps
// the request waiting while the person signs in again: nothing typed is lost. Failures are thrown as ApiError. Asks for
// words in the language that the app shows, and of the school year that this tab looks at.
import i18next from 'i18next';
import createClient from 'openapi-fetch';
import { schoolYear } from '../school-year';
import { session, signedOut } from '../session';
import type { Problem } from './models';
import { ApiError, offline, unreadable } from './problem';
import type { paths } from './schema';

let renewing: Promise<boolean> | null = null;

export const api = createClient<paths>({
  // Resolved here and at each call, so that tests and service workers may stand in for the network.
  baseUrl: globalThis.location?.origin ?? '',
  fetch: (request) => send(request),
});

async function send(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', i18next.language);
  if (isOpen(request)) return knock(request);
  if (schoolYear.chosen) request.headers.set('School-Year', schoolYear.chosen);
  const asker = session.tokens?.username;
  const answer = await knock(withToken(request.clone()));
  if (answer.status !== 401) return answer;
  renewing ??= renew().finally(() => { renewing = null; });
  if (!(await renewing) && session.tokens?.username === asker) {
    session.expire();
    await session.signedInAgain();
  }
  if (session.tokens?.username !== asker) throw signedOut();
  return knock(withToken(request));
}

async function knock(request: Request): Promise<Response> {
  try {
    return await globalThis.fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw offline();
  }
}

/** Signing in answers 401 for a wrong password, signing out for an ended session: no reason to renew anything. */
function isOpen(request: Request): boolean {
  return new URL(request.url).pathname.startsWith('/v1/sign-');
}

function withToken(request: Request): Request {
  if (session.tokens) request.headers.set('Authorization', `Bearer ${session.tokens.access}`);
  return request;
}

async function renew(): Promise<boolean> {
  const before = session.tokens;
  if (!before?.refresh) return false;
  const { data } = await api.POST('/v1/sign-in/refresh', { body: { refresh_token: before.refresh } });
  if (!data || session.tokens !== before) return false;
  session.refreshed(data.access_token);
  return true;
}

interface Answer<T> { data?: T; error?: unknown; response: Response }

/** The answer's body, or an ApiError thrown. */
export async function read<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw isProblem(error) ? new ApiError(error) : unreadable(response.status);
}

/** The answer with its ETag, which an edit sends back as If-Match. */
export async function readTagged<T>(call: Promise<Answer<T>>): Promise<{ value: T; tag: string }> {
  const { response } = await call;
  return { value: await read(call), tag: response.headers.get('etag') ?? '' };
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'type' in body && 'status' in body;
}
