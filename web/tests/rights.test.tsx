// Every page of the router, opened by somebody without the right that it needs: a plain sentence, and not one request.
import { screen, waitFor } from '@testing-library/react';
import type { ComponentType } from 'react';
import { describe, expect, it } from 'vitest';
import { Component as Group } from '@/app/routes/Group';
import { Component as Groups } from '@/app/routes/Groups';
import { Component as Sent } from '@/app/routes/Sent';
import { makeRouter } from '@/app/router';
import { only } from '@/app/shell/only';
import { mayWrite } from '@/app/shell/places';
import { aMe } from './support/build';
import { fakeApi, ok } from './support/fake-api';
import { renderPage } from './support/render';

const OPEN_TO_ALL = ['/sign-in', '/', '/settings', '*'];
const nobody = aMe({ permissions: {}, recipient_types: [] });

interface Route { path?: string; lazy?: unknown; children?: readonly Route[] }
const pathsOf = (routes: readonly Route[]): [string, () => Promise<{ Component: ComponentType }>][] => routes.flatMap((r) => [
  ...(r.path ? [[r.path, r.lazy] as [string, () => Promise<{ Component: ComponentType }>]] : []), ...pathsOf(r.children ?? []),
]);
const pages = pathsOf(makeRouter().routes as readonly Route[]).filter(([path]) => !OPEN_TO_ALL.includes(path));

describe('a page without its right', () => {
  it('is looked for on every path', () => expect(pages.length).toBeGreaterThan(15));

  it.each(pages)('%s says so (PERM-10)', async (path, lazy) => {
    const { asked } = fakeApi({});
    const { Component } = await lazy();
    renderPage(<Component />, { me: nobody, path, at: path.replace(/:(\w+)\??/g, 'x') });
    expect(await screen.findByRole('heading', { level: 1, name: /^You cannot |not yours to see$/ })).toBeInTheDocument();
    expect(asked).toEqual([]);
  });
});

it('who does the same on another page is led there (RCPT-25)', async () => {
  const Page = only(() => false, 'compose', () => <p>not for them</p>, { may: mayWrite, path: '/sent/there' });
  const { where } = renderPage(<Page />, { me: aMe({ permissions: { communication: 'edit', send_messages: 'edit' }, roles: ['parent'] }) });
  await waitFor(() => expect(where()).toBe('/sent/there'));
});

describe('groups', () => {
  const onlyStaff = aMe({ recipient_types: [] });
  const groups = { 'GET /v1/groups': () => ok({ items: [] }) };

  it('of students are not begun without a student recipient type (PERM-10)', async () => {
    fakeApi(groups);
    const { unmount } = renderPage(<Groups />, { me: onlyStaff });
    expect(await screen.findByRole('link', { name: 'New staff group' })).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'New student group' })).not.toBeInTheDocument();
    unmount();
    renderPage(<Group />, { me: onlyStaff, path: '/groups/new/:kind', at: '/groups/new/students' });
    expect(await screen.findByRole('heading', { name: 'You cannot see groups' })).toBeInTheDocument();
  });

  it('are not there for who chooses neither students nor staff (PERM-10)', async () => {
    fakeApi(groups);
    renderPage(<Groups />, { me: aMe({ permissions: { communication: 'edit', send_messages: 'edit' }, recipient_types: [] }) });
    expect(await screen.findByRole('heading', { name: 'You cannot see groups' })).toBeInTheDocument();
  });
});

it('Sent still opens for who may not send any more (PERM-06)', async () => {
  fakeApi({ 'GET /v1/messages': () => ok({ items: [], next_cursor: null }) });
  renderPage(<Sent />, { me: aMe({ permissions: { communication: 'edit' } }) });
  expect(await screen.findByRole('heading', { level: 1, name: 'Sent' })).toBeInTheDocument();
});
