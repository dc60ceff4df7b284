// The list of announcements, the question before one is deleted, and what stands on Home.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Announcements } from '@/app/routes/Announcements';
import Shown from '@/app/routes/home/Announcements';
import { placesFor } from '@/app/shell/places';
import { sessionOf } from '@/lib/me';
import { aMe, anAnnouncement, aSchool } from './support/build';
import { fakeApi, ok, problem, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const poster = aMe({ permissions: { communication: 'edit', announcements: 'edit' } });
const reader = aMe({ permissions: { communication: 'edit', announcements: 'view' } });

function list(items: readonly object[], more: Record<string, Handler> = {}) {
  return fakeApi({ 'GET /v1/announcements': () => ok({ items, next_cursor: null }), 'DELETE /v1/announcements/{}': () => ({ status: 204 }), ...more });
}

describe('the list of announcements', () => {
  it('shows title, days, audience, schools, parts and state (ANN-21)', async () => {
    list([anAnnouncement({ title: 'Picture day', end: '2026-11-30', channels: ['email', 'sms'] }), anAnnouncement({ announcement_id: 'ann_2', title: 'Closed', school_ids: [], state: 'inactive', roles: ['admin', 'teacher'] })]);
    renderPage(<Announcements />, { me: poster });
    const row = (await screen.findByRole('link', { name: 'Picture day' })).closest('tr')!;
    for (const text of ['Active', 'Nov 23, 2026', 'Nov 30, 2026', 'Parents', 'Lincoln High School', 'Email', 'Text message']) expect(within(row).getByText(text)).toBeInTheDocument();
    const other = screen.getByRole('link', { name: 'Closed' }).closest('tr')!;
    for (const text of ['Ended', 'no end', 'Teachers and Administrators', 'Whole district']) expect(within(other).getByText(text)).toBeInTheDocument();
  });

  it('says when each part left or leaves', async () => {
    const sent = [{ message_id: 'm', channels: ['email' as const], sent_at: '2025-11-23T13:00:00+00:00', note: null }];
    list([anAnnouncement({ channels: ['email', 'sms'], sent }), anAnnouncement({ announcement_id: 'ann_2', title: 'Later', state: 'planned', start: '2027-01-04', channels: ['voice'] })]);
    renderPage(<Announcements />, { me: poster });
    const row = (await screen.findByRole('link', { name: 'Picture day' })).closest('tr')!;
    expect(within(row).getByText('Email').closest('div')).toHaveTextContent(/^Email Sent .*2025$/);
    expect(within(row).getByText('Text message').closest('div')).toHaveTextContent('Text message Not sent yet');
    expect(within(screen.getByRole('link', { name: 'Later' }).closest('tr')!).getByText('Call').closest('div')).toHaveTextContent('Call Leaves Jan 4, 2027');
  });

  it('adds those that have ended, hidden by default (ANN-22)', async () => {
    const { asked } = list([anAnnouncement()]);
    const { user } = renderPage(<Announcements />, { me: poster });
    await screen.findByRole('link', { name: 'Picture day' });
    expect(asked.at(-1)!.query.get('inactive')).toBe('false');
    await user.click(screen.getByRole('checkbox', { name: 'Inactive too' }));
    await waitFor(() => expect(asked.at(-1)!.query.get('inactive')).toBe('true'));
    await user.click(screen.getByRole('checkbox', { name: 'Inactive too' }));
    expect(screen.getByRole('checkbox', { name: 'Inactive too' })).not.toBeChecked();
  });

  it('adds those of all schools, together with the others (ANN-23)', async () => {
    const { asked } = list([anAnnouncement()]);
    const { user } = renderPage(<Announcements />, { me: poster, at: '/announcements?inactive=1' });
    await user.click(await screen.findByRole('checkbox', { name: 'All schools too' }));
    await waitFor(() => expect(Object.fromEntries(asked.at(-1)!.query)).toMatchObject({ inactive: 'true', all_schools: 'true' }));
  });

  it('says what to do first where there is none, and shows the hidden ones at a press', async () => {
    const { asked } = list([]);
    const { user } = renderPage(<Announcements />, { me: poster });
    expect(await screen.findByRole('heading', { name: 'No announcements here' })).toBeInTheDocument();
    expect(screen.getAllByRole('link', { name: 'New announcement' })).toHaveLength(2);
    await user.click(screen.getByRole('button', { name: 'Show these too' }));
    await waitFor(() => expect(Object.fromEntries(asked.at(-1)!.query)).toMatchObject({ inactive: 'true', all_schools: 'true' }));
  });

  it('asks before one is deleted, and says what is canceled and what stays (ANN-26)', async () => {
    const sent = [{ message_id: 'm', channels: ['email' as const], sent_at: '2026-11-23T13:00:00+00:00', note: null }];
    const { times } = list([anAnnouncement({ channels: ['email', 'sms'], sent })]);
    const { user } = renderPage(<Announcements />, { me: poster });
    await user.click(await screen.findByRole('button', { name: 'Delete Picture day' }));
    const dialog = screen.getByRole('alertdialog');
    expect(within(dialog).getByText('Not sent yet, and canceled: Text message.')).toBeInTheDocument();
    expect(within(dialog).getByText('Already sent, and stays in the reports: Email.')).toBeInTheDocument();
    expect(times('DELETE /v1/announcements/ann_1')).toBe(0);
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(times('DELETE /v1/announcements/ann_1')).toBe(1));
    await waitFor(() => expect(times('GET /v1/announcements')).toBe(2));
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
  });

  it('offers nothing to post or delete to who may only see (PERM-A18)', async () => {
    list([anAnnouncement({ editable: false })]);
    renderPage(<Announcements />, { me: reader });
    await screen.findByRole('link', { name: 'Picture day' });
    expect(screen.queryByRole('link', { name: 'New announcement' })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Delete/ })).not.toBeInTheDocument();
  });

  it('is a place for administrators with the right, not for families (ANN-01, PERM-A18)', () => {
    const names = (me: typeof poster) => placesFor(sessionOf(me, null, () => undefined)).map((p) => p.name);
    expect(names(reader)).toContain('announcements');
    expect(names(aMe({ permissions: { communication: 'edit' } }))).not.toContain('announcements');
    expect(names(aMe({ roles: ['parent'], permissions: { announcements: 'view' } }))).not.toContain('announcements');
  });
});

describe('announcements on Home', () => {
  const shown = (n: number, more: object = {}) => ({ announcement_id: `ann_${n}`, title: `News ${n}`, subtitle: 'District Announcement', html: `<p>Words ${n}</p>`, start: '2026-11-23', end: null, ...more });
  const portal = (items: readonly object[]) => fakeApi({ 'GET /v1/announcements/shown': () => ok({ items }) });

  it('stand in one block in the server’s order, each with its subtitle if it has one (ANN-17, ANN-18)', async () => {
    portal([shown(1), shown(2, { subtitle: 'Lincoln High School' }), shown(3, { subtitle: null }), shown(4)]);
    const { user } = renderPage(<Shown />);
    const block = await screen.findByRole('region', { name: 'Announcements' });
    expect(within(block).getAllByRole('heading', { level: 3 }).map((h) => h.textContent)).toEqual(['News 1', 'News 2', 'News 3']);
    expect(within(within(block).getByRole('article', { name: 'News 2' })).getByText('Lincoln High School')).toBeInTheDocument();
    expect(within(block).getByRole('article', { name: 'News 3' })).toHaveTextContent(/^News 3Words 3$/);
    await user.click(within(block).getByRole('button', { name: 'Show 1 more' }));
    expect(within(block).getByRole('article', { name: 'News 4' })).toBeInTheDocument();
  });

  it('are those of the school in the header for staff, of all their schools for families (ANN-19)', async () => {
    const { asked } = portal([shown(1)]);
    const schools = [aSchool({ school_id: 'sch_7' }), aSchool()];
    const { unmount } = renderPage(<Shown />, { me: aMe({ schools }) });
    await screen.findByText('Words 1');
    expect(asked.at(-1)!.query.get('school_id')).toBe('sch_7');
    unmount();
    renderPage(<Shown />, { me: aMe({ roles: ['parent'], schools }) });
    await screen.findByText('Words 1');
    expect(asked.at(-1)!.query.has('school_id')).toBe(false);
  });

  it('run nothing that is hidden in them', async () => {
    portal([shown(1, { html: '<p>Hello<script>alert(1)</script><img src="x" onerror="alert(1)"></p>' })]);
    const { container } = renderPage(<Shown />);
    await screen.findByText(/Hello/);
    expect(container.querySelector('script, img')).toBeNull();
  });

  it('take no room where there are none, or where they cannot be read', async () => {
    const { times } = fakeApi({ 'GET /v1/announcements/shown': () => problem(500, 'internal') });
    const { container } = renderPage(<Shown />);
    await waitFor(() => expect(times('GET /v1/announcements/shown')).toBe(1));
    expect(container).toBeEmptyDOMElement();
  });
});
