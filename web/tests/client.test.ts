import i18next from 'i18next';
import { describe, expect, it, vi } from 'vitest';
import { signOut } from '@/features/access/api';
import { api, read } from '@/lib/api/client';
import { ApiError } from '@/lib/api/problem';
import { session } from '@/lib/session';
import { aMe } from './support/build';
import { fakeApi, ok, problem, unplugged } from './support/fake-api';

const signedIn = () => session.signedIn({ access: 'old', refresh: 'r', username: 'dana' });
const tokenOf = (headers: Headers) => headers.get('authorization');
const me = () => read(api.GET('/v1/me', {}));

describe('the way to the API', () => {
  it('carries the token and gives the body', async () => {
    signedIn();
    const { asked } = fakeApi({ 'GET /v1/me': () => ok(aMe()) });
    expect((await me()).name).toBe('Dana Whitfield');
    expect(tokenOf(asked[0]!.headers)).toBe('Bearer old');
  });

  it('asks for words in the language that the app shows', async () => {
    const { asked } = fakeApi({ 'GET /v1/me': () => ok(aMe()) });
    await me();
    await i18next.changeLanguage('es');
    await me();
    await i18next.changeLanguage('en');
    expect(asked.map((request) => request.headers.get('accept-language'))).toEqual(['en', 'es']);
  });

  it('throws problems with their kind and fields', async () => {
    signedIn();
    fakeApi({ 'GET /v1/me': () => problem(400, 'invalid', { errors: [{ field: 'subject', message: 'Too long.' }] }) });
    const failure = await me().catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ kind: 'invalid', status: 400, fields: [{ field: 'subject', message: 'Too long.' }] });
  });

  it('tells no connection from no answer', async () => {
    signedIn();
    fakeApi({ 'GET /v1/me': unplugged });
    await expect(me()).rejects.toMatchObject({ kind: 'offline' });
    fakeApi({ 'GET /v1/me': () => ok('<html>502</html>', 502) });
    await expect(me()).rejects.toMatchObject({ kind: 'unreadable', status: 502 });
  });

  it('renews a token that has run out, once for all who wait, and asks again', async () => {
    signedIn();
    const { times } = fakeApi({
      'GET /v1/me': ({ headers }) => (tokenOf(headers) === 'Bearer new' ? ok(aMe()) : problem(401, 'unauthenticated')),
      'POST /v1/sign-in/refresh': () => ok({ access_token: 'new', expires_in: 3600 }),
    });
    await Promise.all([me(), me(), me()]);
    expect(times('POST /v1/sign-in/refresh')).toBe(1);
    expect(session.state).toBe('signed-in');
  });

  it('keeps a request waiting while the person signs in again, then sends it with its body', async () => {
    signedIn();
    const { asked } = fakeApi({
      'POST /v1/audience/count': ({ headers }) => (tokenOf(headers) === 'Bearer fresh' ? ok({ people: 7 }) : problem(401, 'unauthenticated')),
      'POST /v1/sign-in/refresh': () => problem(401, 'unauthenticated'),
    });
    const done = vi.fn();
    const waiting = read(api.POST('/v1/audience/count', { body: { audience: { students: null, staff: null }, parts: ['email'] } })).then(done);
    await vi.waitFor(() => expect(session.state).toBe('expired'));
    expect(done).not.toHaveBeenCalled();
    session.signedIn({ access: 'fresh', refresh: 'r2', username: 'dana' });
    await waiting;
    expect(done).toHaveBeenCalledWith({ people: 7 });
    expect(asked.at(-1)!.body).toEqual({ audience: { students: null, staff: null }, parts: ['email'] });
  });

  it('never sends what one person asked for in the name of the next', async () => {
    signedIn();
    const { asked } = fakeApi({
      'POST /v1/audience/count': ({ headers }) => (tokenOf(headers) === 'Bearer other' ? ok({ people: 7 }) : problem(401, 'unauthenticated')),
      'POST /v1/sign-in/refresh': () => problem(401, 'unauthenticated'),
    });
    const count = () => read(api.POST('/v1/audience/count', { body: { audience: { students: null, staff: null }, parts: ['email'] } }));
    const first = count().catch((e: unknown) => e);
    await vi.waitFor(() => expect(session.state).toBe('expired'));
    const second = count().catch((e: unknown) => e);
    session.signOut();
    expect(await first).toMatchObject({ name: 'AbortError' });
    expect(await second).toMatchObject({ name: 'AbortError' });
    session.signedIn({ access: 'other', refresh: 'r2', username: 'robin' });
    await Promise.resolve();
    expect(asked.map(({ headers }) => tokenOf(headers))).not.toContain('Bearer other');
  });

  it('drops what waits when another tab signs out', async () => {
    signedIn();
    fakeApi({ 'GET /v1/me': () => problem(401, 'unauthenticated'), 'POST /v1/sign-in/refresh': () => problem(401, 'unauthenticated') });
    const waiting = me().catch((e: unknown) => e);
    await vi.waitFor(() => expect(session.state).toBe('expired'));
    new BroadcastChannel('carillon.session').postMessage({ kind: 'out' });
    expect(await waiting).toMatchObject({ name: 'AbortError' });
    expect(session.state).toBe('signed-out');
  });

  it('does not give a renewed token of one person to the next', async () => {
    signedIn();
    fakeApi({
      'GET /v1/me': () => problem(401, 'unauthenticated'),
      'POST /v1/sign-in/refresh': () => {
        session.signOut();
        session.signedIn({ access: 'other', refresh: 'r2', username: 'robin' });
        return ok({ access_token: 'of dana', expires_in: 3600 });
      },
    });
    await expect(me()).rejects.toMatchObject({ name: 'AbortError' });
    expect(session).toMatchObject({ state: 'signed-in', tokens: { access: 'other', username: 'robin' } });
  });

  it('signs out at once with tokens that have ended, and asks nobody to sign in again', async () => {
    signedIn();
    const { asked } = fakeApi({ 'POST /v1/sign-out': () => problem(401, 'unauthenticated') });
    await expect(signOut()).rejects.toMatchObject({ status: 401 });
    expect(asked.map(({ headers }) => tokenOf(headers))).toEqual(['Bearer old']);
    expect(session).toMatchObject({ state: 'signed-out', tokens: null });
  });

  it('does not take a wrong password for an ended session', async () => {
    fakeApi({ 'POST /v1/sign-in': () => problem(401, 'unauthenticated') });
    await expect(read(api.POST('/v1/sign-in', { body: { username: 'x', password: 'y' } }))).rejects.toMatchObject({ status: 401 });
    expect(session.state).toBe('signed-out');
  });
});
