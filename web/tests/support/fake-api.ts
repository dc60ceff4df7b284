// Stands in for the network: answers by method and path, and remembers what was asked. A path with {} takes any id.
import { vi } from 'vitest';

export interface Asked { method: string; path: string; query: URLSearchParams; body: unknown; headers: Headers }
type Answer = { status: number; body?: unknown; tag?: string } | (() => never);
export type Handler = (asked: Asked) => Answer | Promise<Answer>;

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
/** With the ETag that an edit has to send back. */
export const tagged = (body: unknown, tag: string): Answer => ({ status: 200, body, tag });
export const problem = (status: number, slug: string, more: object = {}): Answer =>
  ({ status, body: { type: `/problems/${slug}`, title: slug, status, ...more } });

export function fakeApi(routes: Record<string, Handler>) {
  const asked: Asked[] = [];
  const find = (key: string) => Object.entries(routes).find(([pattern]) => new RegExp(`^${pattern.replaceAll('{}', '[^/]+')}$`).test(key))?.[1];
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    const text = await request.text();
    const one: Asked = { method: request.method, path: url.pathname, query: url.searchParams, body: text ? JSON.parse(text) : undefined, headers: request.headers };
    asked.push(one);
    const handler = find(`${one.method} ${one.path}`);
    const answer = handler ? await handler(one) : problem(404, 'not-found');
    if (typeof answer === 'function') return answer();
    return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), {
      status: answer.status, headers: { 'content-type': answer.status < 400 ? 'application/json' : 'application/problem+json', ...(answer.tag && { etag: answer.tag }) },
    });
  });
  return { asked, times: (key: string) => asked.filter((a) => `${a.method} ${a.path}` === key).length };
}

/** Like a cable pulled out. */
export const unplugged = () => { throw new TypeError('Failed to fetch'); };
