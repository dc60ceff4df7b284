// An earlier school year: chosen in the account menu, named by each request, and nothing can be sent in it (COMP-34, A-69).
import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import ChooseYear from '@/app/shell/ChooseYear';
import { Component as Home } from '@/app/routes/Home';
import { Component as Inbox } from '@/app/routes/Inbox';
import { Component as Sent } from '@/app/routes/Sent';
import { Header } from '@/app/shell/Header';
import LookingBack from '@/app/shell/LookingBack';
import { HaltButtons } from '@/features/messages/components/Halting';
import { ResendButton } from '@/features/messages/components/Tries';
import { api, read } from '@/lib/api/client';
import { schoolYear, yearTitle } from '@/lib/school-year';
import { session } from '@/lib/session';
import { aMe, aMessage } from './support/build';
import { fakeApi, ok } from './support/fake-api';
import { renderPage } from './support/render';

const me = aMe({ school_years: { first: '2024', current: '2026' } });
afterEach(() => schoolYear.choose(null));

describe('looking at an earlier school year', () => {
  it('says a year as people do', () => {
    expect(['2025', '1999', '2008'].map(yearTitle)).toEqual(['2025-26', '1999-00', '2008-09']);
  });

  it('is named by each request, until somebody else signs in', async () => {
    session.signedIn({ access: 'a', refresh: 'r', username: 'dana' });
    const { asked } = fakeApi({ 'GET /v1/me': () => ok(aMe()) });
    schoolYear.choose('2025');
    await read(api.GET('/v1/me', {}));
    session.signOut();
    session.signedIn({ access: 'b', refresh: 'r', username: 'mia' });
    await read(api.GET('/v1/me', {}));
    expect(asked.map(({ headers }) => headers.get('school-year'))).toEqual(['2025', null]);
  });

  it('is offered in the account menu where there is more than one', async () => {
    const one = renderPage(<Header />);
    await one.user.click(screen.getByRole('button', { name: /Account of/ }));
    expect(screen.queryByRole('menuitem', { name: /School year/ })).not.toBeInTheDocument();
    one.unmount();
    const { user } = renderPage(<Header />, { me });
    await user.click(screen.getByRole('button', { name: /Account of/ }));
    await user.click(screen.getByRole('menuitem', { name: /School year/ }));
    expect(await screen.findByRole('dialog', { name: 'School year' })).toBeInTheDocument();
  });

  it('is chosen among those that there are', async () => {
    const { user } = renderPage(<ChooseYear onClose={() => undefined} />, { me });
    await user.click(screen.getByRole('button', { name: /School year/ }));
    expect(screen.getAllByRole('option').map((each) => each.textContent)).toEqual(['2026-27Current year', '2025-26', '2024-25']);
    await user.click(screen.getByRole('option', { name: '2025-26' }));
    await user.click(screen.getByRole('button', { name: 'Show' }));
    expect(schoolYear.chosen).toBe('2025');
  });

  it('is told above every page, with the way back', async () => {
    schoolYear.choose('2025');
    const { user } = renderPage(<LookingBack />, { me });
    expect(screen.getByRole('status')).toHaveTextContent('You are looking at 2025-26. Nothing can be sent.');
    await user.click(screen.getByRole('button', { name: 'Back to 2026-27' }));
    await waitFor(() => expect(schoolYear.chosen).toBeNull());
  });

  it('offers nothing that would send', () => {
    schoolYear.choose('2025');
    const paused = aMessage({ status: 'sending', halt: { state: 'paused', by: { user_id: 'u', name: 'Dana' }, at: '2026-05-04T11:41:00+00:00', may_still_leave: 0 } });
    renderPage(<><HaltButtons message={paused} /><ResendButton message={aMessage()} onSent={() => undefined} /></>, { me });
    expect(screen.getByRole('button', { name: 'Go on sending' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Cancel sending' })).toBeEnabled();
    expect(screen.queryByRole('button', { name: /again/i })).not.toBeInTheDocument();
  });

  it('has nothing to begin with where nothing was sent', async () => {
    schoolYear.choose('2025');
    fakeApi({ 'GET /v1/messages': () => ok({ items: [], next_cursor: null }) });
    renderPage(<Sent />, { me });
    expect(await screen.findByRole('heading', { name: 'You sent nothing in 2025-26' })).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /Write/ })).not.toBeInTheDocument();
  });

  it('says in an empty inbox that it is of that year, and counts nothing of now', async () => {
    schoolYear.choose('2025');
    fakeApi({ 'GET /v1/inbox': () => ok({ items: [], next_cursor: null, unread: 6 }) });
    renderPage(<Inbox />, { me });
    expect(await screen.findByRole('heading', { name: 'No messages in 2025-26' })).toBeInTheDocument();
    expect(screen.queryByText(/unread|will arrive/)).not.toBeInTheDocument();
  });

  it('has a Home of that year: nothing that needs anybody today', async () => {
    schoolYear.choose('2025');
    const { times } = fakeApi({ 'GET /v1/messages': () => ok({ items: [], next_cursor: null }), 'GET /v1/scheduled-messages': () => ok({ items: [] }) });
    renderPage(<Home />, { me: { ...me, unread: 6 } });
    expect(await screen.findByText('You sent nothing in 2025-26')).toBeInTheDocument();
    expect(screen.getByText('Maple Valley in 2025-26')).toBeInTheDocument();
    expect(screen.queryByText(/today|unread|How to begin|All quiet/)).not.toBeInTheDocument();
    expect(times('GET /v1/scheduled-messages')).toBe(0);
  });
});
