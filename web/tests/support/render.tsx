// Renders a page as the shell would: signed in, with a router and a fresh cache. `where` tells the address afterwards.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import type { Me } from '@/lib/api/models';
import { SessionContext, sessionOf } from '@/lib/me';
import { session } from '@/lib/session';
import { aMe } from './build';

export function renderPage(page: ReactNode, { me = aMe(), path = '*', at = '/here', state }: { me?: Me; path?: string; at?: string; /** What the link to it brought along. */ state?: object } = {}) {
  session.signedIn({ access: 'a', refresh: 'r', username: 'dana' });
  const router = createMemoryRouter([{ path, element: page }, { path: '/sent/:id', element: <p>the sent message</p> }], { initialEntries: [state ? { pathname: at, state } : at] });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const current = sessionOf(me, me.schools[0] ?? null, () => undefined);
  const view = render(
    <QueryClientProvider client={client}>
      <SessionContext value={current}><RouterProvider router={router} /></SessionContext>
    </QueryClientProvider>,
  );
  return { ...view, user: userEvent.setup({ delay: null }), where: () => router.state.location.pathname, back: () => router.navigate(-1) };
}
