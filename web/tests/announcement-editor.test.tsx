// Writing an announcement: what is asked, what is refused, what is posted, once.
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Component as Announcement } from '@/app/routes/Announcement';
import { Component as NewAnnouncement } from '@/app/routes/NewAnnouncement';
import type { AnnouncementCount } from '@/lib/api/models';
import { schoolYear } from '@/lib/school-year';
import { aMe, anAnnouncement, aReach, aSchool, bounds } from './support/build';
import { fakeApi, ok, problem, tagged, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const rights = { communication: 'edit', send_messages: 'edit', announcements: 'edit', announcements_send_emails: 'edit', announcements_send_sms: 'edit', announcements_send_calls: 'edit', emergency_calls: 'edit' } as const;
const hours = { ...bounds, call_window_not_before: '07:00', call_window_not_after: '20:00' };
const schoolsOf = (n: number) => Array.from({ length: n }, (_, i) => aSchool({ school_id: `sch_${i + 1}`, name: `School ${i + 1}`, settings: hours }));
const poster = (more: Parameters<typeof aMe>[0] = {}) => aMe({ permissions: rights, schools: schoolsOf(2), settings: hours, ...more });

function server(more: Record<string, Handler> = {}) {
  return fakeApi({
    'GET /v1/schools': () => ok({ items: [{ school_id: 'sch_1', name: 'School 1', students: 3, time_zone: 'America/Chicago', grades: ['09', '10'] }, { school_id: 'sch_2', name: 'School 2', students: 3, time_zone: 'America/Chicago', grades: ['02'] }] }),
    'POST /v1/announcements': () => ok(anAnnouncement(), 201),
    'POST /v1/announcements/count': () => ok(reaching(3)),
    'GET /v1/announcements/{}': () => tagged(anAnnouncement(), '"1"'),
    'PUT /v1/announcements/{}': () => ok(anAnnouncement()),
    'DELETE /v1/announcements/{}': () => ({ status: 204 }),
    ...more,
  });
}

const reaching = (people: number, more: object = {}): AnnouncementCount => ({ people, by_channel: { sms: aReach(people) }, unreachable_people: 0, approximate: false, confirm: false, ...more });

const title = () => screen.getByRole('textbox', { name: 'Title' });
const write = async (user: ReturnType<typeof renderPage>['user']) => {
  await user.type(title(), 'Snow day');
  await user.click(screen.getByRole('checkbox', { name: 'Parents' }));
};
/** What was attached has the focus: one goes on writing. */
const attach = async (user: ReturnType<typeof renderPage>['user'], part: string) => {
  await user.click(screen.getByRole('button', { name: `Attach: ${part}` }));
  await waitFor(() => expect(screen.getByRole('tabpanel').contains(document.activeElement)).toBe(true));
};
const post = () => screen.getByRole('button', { name: 'Post' });

beforeEach(() => { vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-26T16:00:00Z') }); });
afterEach(() => { vi.useRealTimers(); schoolYear.choose(null); });

describe('a new announcement', () => {
  it('starts today, without end, at the school one works for (ANN-03, ANN-07)', () => {
    server();
    renderPage(<NewAnnouncement />, { me: poster() });
    expect(screen.getByLabelText('First day')).toHaveValue('2026-11-26');
    expect(screen.getByLabelText('Last day')).toHaveValue('');
    expect(screen.getByRole('checkbox', { name: 'School 1' })).toBeChecked();
    expect(screen.getByText('It shows from now on, without end.')).toBeInTheDocument();
  });

  it('names what is missing next to its field, and posts nothing (ANN-02, ANN-05, ANN-13)', async () => {
    const { times } = server();
    const { user } = renderPage(<NewAnnouncement />, { me: poster() });
    await user.type(title(), '   ');
    await user.click(screen.getByRole('checkbox', { name: 'School 1' }));
    await user.click(post());
    const summary = screen.getByRole('alert');
    for (const text of ['Give the announcement a title.', 'Write something, or attach an email, a text or a call.', 'Choose at least one profile that sees it.', 'Choose at least one school.']) {
      expect(within(summary).getByRole('link', { name: text })).toBeInTheDocument();
    }
    expect(title()).toHaveAccessibleDescription('Give the announcement a title.');
    await user.type(title(), 'Snow');
    expect(title()).not.toHaveAccessibleDescription();
    expect(times('POST /v1/announcements')).toBe(0);
  });

  it('asks for its own text where the email says the same, and keeps a long title', async () => {
    const { times } = server();
    const { user } = renderPage(<NewAnnouncement />, { me: poster() });
    await user.click(screen.getByRole('checkbox', { name: 'Parents' }));
    await user.click(title());
    await user.paste('x'.repeat(201));
    expect(title()).toHaveValue('x'.repeat(201));
    expect(title()).toHaveAccessibleDescription('The title has more than 200 characters. Make it shorter.');
    await attach(user, 'Email');
    await user.click(post());
    const summary = screen.getByRole('alert');
    expect(within(summary).getAllByRole('link').map((each) => each.textContent)).toEqual(['The title has more than 200 characters. Make it shorter.', 'Write what the announcement says: its email says the same.']);
    const body = await screen.findByRole('textbox', { name: 'Announcement' });
    await user.click(within(summary).getByRole('link', { name: /Write what the announcement says/ }));
    await waitFor(() => expect(body).toHaveFocus());
    expect(times('POST /v1/announcements')).toBe(0);
  });

  it('leads the keyboard to what is attached, to what is refused, and back to where one attaches', async () => {
    server();
    const { user } = renderPage(<NewAnnouncement />, { me: poster() });
    await attach(user, 'Text message');
    expect(screen.getByRole('textbox', { name: 'Text message' })).toHaveFocus();
    await attach(user, 'Email');
    await user.click(post());
    await user.click(screen.getByRole('link', { name: 'Write the text message, or take it away.' }));
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Text message' })).toHaveFocus());
    await user.click(screen.getByRole('button', { name: 'Remove this part' }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Attach: Text message' })).toHaveFocus());
  });

  it('warns of a text that would leave at midnight, where there are no calling hours', async () => {
    server();
    const { user } = renderPage(<NewAnnouncement />, { me: poster({ schools: [aSchool()], settings: bounds }) });
    await attach(user, 'Email');
    const start = screen.getByLabelText('First day');
    await user.clear(start);
    await user.type(start, '2026-11-27');
    expect(screen.getByText('Email leaves as Friday, November 27 begins, at midnight.').closest('.notice-warn')).toBeNull();
    await attach(user, 'Text message');
    expect(screen.getByText('Email and text message leave as Friday, November 27 begins, at midnight.').closest('.notice-warn')).not.toBeNull();
  });

  it('says that its author does not see it, who is not among those that it is for', async () => {
    server();
    const { user } = renderPage(<NewAnnouncement />, { me: poster() });
    await user.click(screen.getByRole('checkbox', { name: 'Parents' }));
    expect(screen.getByText(/does not show on your own Home page/)).toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: 'Administrators' }));
    expect(screen.queryByText(/does not show on your own Home page/)).not.toBeInTheDocument();
  });

  it('cannot be begun in an earlier school year, and says why', () => {
    server();
    schoolYear.choose('2025');
    renderPage(<NewAnnouncement />, { me: poster({ school_years: { first: '2025', current: '2026' } }) });
    expect(screen.getByText(/You are looking at an earlier school year/)).toBeInTheDocument();
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  });

  it('is posted with its text, once however often Post is pressed (ANN-14)', async () => {
    let answer: () => void = () => undefined;
    const { asked, times } = server({ 'POST /v1/announcements': () => new Promise((resolve) => { answer = () => resolve(ok(anAnnouncement(), 201)); }) });
    const { user, where } = renderPage(<NewAnnouncement />, { me: poster() });
    await write(user);
    await user.click(await screen.findByRole('checkbox', { name: 'Grade 9' }));
    await attach(user, 'Text message');
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'No school today.');
    expect(screen.getByText('16 of 130 characters')).toBeInTheDocument();
    await user.dblClick(post());
    await waitFor(() => expect(times('POST /v1/announcements')).toBe(1));
    answer();
    await waitFor(() => expect(where()).toBe('/announcements'));
    const { body, headers } = asked.find((each) => each.path === '/v1/announcements')!;
    expect(body).toEqual({
      school_id: 'sch_1', title: 'Snow day', html: '', school_ids: ['sch_1'], grades: ['09'], roles: ['parent'], student_contacts: 'primary_contacts', parts: { sms: { text: 'No school today.' } },
    });
    expect(headers.get('Idempotency-Key')).toMatch(/.{20}/);
    expect(times('POST /v1/announcements')).toBe(1);
  });

  it('says before Post when each part leaves (ANN-15, SMS-09)', async () => {
    server();
    const { user } = renderPage(<NewAnnouncement />, { me: poster() });
    await attach(user, 'Email');
    await attach(user, 'Text message');
    expect(screen.getByText('Email and text message leave at once.')).toBeInTheDocument();
    const start = screen.getByLabelText('First day');
    await user.clear(start);
    await user.type(start, '2026-11-27');
    expect(screen.getByText('Email and text message leave on Friday, November 27 when calling hours open, 7:00 AM.')).toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: /^Emergency/ }));
    expect(screen.getByText('Email leaves on Friday, November 27 when calling hours open, 7:00 AM.')).toBeInTheDocument();
    expect(screen.getByText('Emergency text leaves as Friday, November 27 begins, at midnight.')).toBeInTheDocument();
  });

  it('offers each part by its own right, and takes it away by X, asking if it says something (ANN-14)', async () => {
    server();
    const { user } = renderPage(<NewAnnouncement />, { me: poster({ permissions: { ...rights, announcements_send_calls: undefined } as never }) });
    expect(screen.queryByRole('button', { name: 'Attach: Call' })).not.toBeInTheDocument();
    await attach(user, 'Text message');
    await user.click(screen.getByRole('button', { name: 'Remove this part' }));
    expect(screen.queryByRole('tab')).not.toBeInTheDocument();
    await attach(user, 'Text message');
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Hi');
    await user.click(screen.getByRole('button', { name: 'Remove this part' }));
    await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Remove this part' }));
    await waitFor(() => expect(screen.queryByRole('tab')).not.toBeInTheDocument());
    expect(screen.getByText('Nothing is sent: people see it on their Home page.')).toBeInTheDocument();
  });

  it('attaches nothing for who sends no messages, and says so (PERM-06)', () => {
    server();
    renderPage(<NewAnnouncement />, { me: poster({ permissions: { ...rights, send_messages: undefined } as never }) });
    expect(screen.queryByRole('button', { name: /^Attach/ })).not.toBeInTheDocument();
    expect(screen.getByText('Your profile does not include sending with announcements.')).toBeInTheDocument();
  });

  it('offers no contacts that students cannot be sent together with (ANN-06)', async () => {
    server();
    const { user } = renderPage(<NewAnnouncement />, { me: poster() });
    await user.click(screen.getByRole('checkbox', { name: 'Parents' }));
    await attach(user, 'Email');
    await user.click(screen.getByRole('button', { name: /Student contacts who get it/ }));
    await user.click(screen.getByRole('option', { name: /Once per family/ }));
    await user.click(screen.getByRole('checkbox', { name: 'Students' }));
    expect(screen.getByRole('button', { name: /Student contacts who get it/ })).toHaveTextContent('Primary contacts');
    await user.click(screen.getByRole('button', { name: /Student contacts who get it/ }));
    expect(screen.getAllByRole('option').map((each) => each.textContent)).toEqual([expect.stringContaining('Primary contacts'), expect.stringContaining('All contacts')]);
  });

  it.each([[5, false], [6, true]])('for all of %i schools asks first: %s; Go back posts nothing (ANN-08)', async (count, asks) => {
    const { times } = server();
    const { user } = renderPage(<NewAnnouncement />, { me: poster({ schools: schoolsOf(count) }) });
    await write(user);
    await attach(user, 'Text message');
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Hi');
    await user.click(screen.getByRole('radio', { name: 'Whole district' }));
    await user.click(post());
    if (asks) {
      const dialog = await screen.findByRole('alertdialog', { name: 'This goes to 6 schools' });
      await user.click(within(dialog).getByRole('button', { name: 'Go back' }));
      await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
      expect(times('POST /v1/announcements')).toBe(0);
      await user.click(post());
      await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Post' }));
    }
    await waitFor(() => expect(times('POST /v1/announcements')).toBe(1));
  });

  it('says how many it reaches, and asks with that number where they are many; Go back posts nothing (SEND-02, SEND-13)', async () => {
    const many = reaching(2990, { by_channel: { sms: aReach(2500, { unreachable: 490 }), portal: aReach(2990) }, confirm: true });
    const { asked, times } = server({ 'POST /v1/announcements/count': () => ok(many) });
    const { user, where } = renderPage(<NewAnnouncement />, { me: poster() });
    await write(user);
    expect(times('POST /v1/announcements/count')).toBe(0);
    await attach(user, 'Text message');
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Late, {{{{ student.first_name }}');
    const before = screen.getByRole('complementary', { name: 'Before you post' });
    expect(await within(before).findByText('2,500')).toBeInTheDocument();
    expect(before).toHaveTextContent('Text message · 490 not reachable2,500');
    await user.click(post());
    const dialog = await screen.findByRole('alertdialog', { name: 'This goes to 2,990 people' });
    expect(within(dialog).getByText('2,500')).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Go back' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
    expect(times('POST /v1/announcements')).toBe(0);
    await user.click(post());
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Post' }));
    await waitFor(() => expect(where()).toBe('/announcements'));
    const counted = asked.filter((each) => each.path === '/v1/announcements/count').at(-1)!;
    const posted = asked.find((each) => each.path === '/v1/announcements')!;
    expect(counted.body).toEqual({
      school_id: 'sch_1', school_ids: ['sch_1'], grades: [], roles: ['parent'], student_contacts: 'primary_contacts', parts: ['sms'], emergency: [], per_student: true,
      key: posted.headers.get('Idempotency-Key'),
    });
  });

  it('asks where nobody could count (SEND-02)', async () => {
    const { times } = server({ 'POST /v1/announcements/count': () => problem(503, 'unavailable') });
    const { user } = renderPage(<NewAnnouncement />, { me: poster() });
    await write(user);
    await attach(user, 'Text message');
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Hi');
    await user.click(post());
    const dialog = await screen.findByRole('alertdialog', { name: 'Post this announcement?' }, { timeout: 8000 });
    expect(within(dialog).getByText('How many people it reaches could not be counted just now.')).toBeInTheDocument();
    expect(times('POST /v1/announcements')).toBe(0);
  });

  it('asks before an emergency is posted (SMS-09)', async () => {
    const { asked } = server();
    const { user } = renderPage(<NewAnnouncement />, { me: poster() });
    await write(user);
    await attach(user, 'Text message');
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Stay inside');
    await user.click(screen.getByRole('checkbox', { name: /^Emergency/ }));
    await user.click(post());
    const dialog = await screen.findByRole('alertdialog', { name: 'Post with an emergency?' });
    await user.click(within(dialog).getByRole('button', { name: 'Post' }));
    await waitFor(() => expect(asked.find((each) => each.path === '/v1/announcements')?.body).toMatchObject({ parts: { sms: { emergency: true } } }));
  });

  it('shows what the server refuses next to the field, in its tab', async () => {
    server({ 'POST /v1/announcements': () => problem(422, 'invalid', { errors: [{ field: 'parts.sms.text', message: 'This word is not allowed.' }, { field: 'sort_order', message: 'Too high.' }] }) });
    const { user } = renderPage(<NewAnnouncement />, { me: poster() });
    await write(user);
    await attach(user, 'Text message');
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Hi');
    await user.type(screen.getByRole('textbox', { name: 'Sort order' }), '7');
    await user.click(post());
    expect(await screen.findByRole('link', { name: 'Too high.' })).toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: 'Text message' })).toHaveAccessibleDescription(/This word is not allowed/);
    expect(screen.getByRole('textbox', { name: 'Sort order' })).toHaveAccessibleDescription(/Too high/);
  });

  it('refuses a sort order that is no whole number, and an end before the start (ANN-10, ANN-03)', async () => {
    const { times } = server();
    const { user } = renderPage(<NewAnnouncement />, { me: poster() });
    await write(user);
    await user.type(screen.getByRole('textbox', { name: 'Sort order' }), '1.5');
    await user.type(screen.getByLabelText('Last day'), '2026-11-20');
    await user.click(post());
    expect(screen.getByRole('link', { name: 'Give a whole number from 0 to 9999, or leave it empty.' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'The last day is before the first. Choose a later one.' })).toBeInTheDocument();
    expect(times('POST /v1/announcements')).toBe(0);
  });

  it('is not left behind without a question when something is written (ANN-30)', async () => {
    server();
    const { user, where } = renderPage(<NewAnnouncement />, { me: poster() });
    await user.type(title(), 'Snow');
    await user.click(screen.getByRole('link', { name: 'Discard' }));
    await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Stay' }));
    expect(title()).toHaveValue('Snow');
    await user.clear(title());
    await user.click(screen.getByRole('link', { name: 'Discard' }));
    await waitFor(() => expect(where()).toBe('/announcements'));
  });

  it('that was posted already says so, and goes out anew only if one says so', async () => {
    const keys = new Set<string | null>();
    server({ 'POST /v1/announcements': ({ headers }) => {
      keys.add(headers.get('Idempotency-Key'));
      return keys.size === 1 ? problem(409, 'conflict', { errors: [{ field: 'Idempotency-Key', message: 'Used.' }] }) : ok(anAnnouncement(), 201);
    } });
    const { user, where } = renderPage(<NewAnnouncement />, { me: poster() });
    await write(user);
    await attach(user, 'Text message');
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Hi');
    await user.click(post());
    expect(await screen.findByText('This announcement has already been posted')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Post the changed text as a new announcement' }));
    await user.click(post());
    await waitFor(() => expect(where()).toBe('/announcements'));
    expect(keys.size).toBe(2);
  });
});

describe('an announcement that is kept', () => {
  const opened = { path: '/announcements/:announcementId?', at: '/announcements/ann_1' };
  const half = anAnnouncement({
    channels: ['email', 'sms'], parts: { email: { html: '' }, sms: { text: 'Smile!', emergency: false }, voice: null },
    sent: [{ message_id: 'msg_1', channels: ['email'], sent_at: '2026-11-23T13:00:00+00:00', note: null }],
  });

  it('is changed against what was read; what was sent stays as it was (ANN-25)', async () => {
    const { asked } = server({ 'GET /v1/announcements/{}': () => tagged(half, '"7"') });
    const { user } = renderPage(<Announcement />, { me: poster(), ...opened });
    expect(await screen.findByText('Sent on Nov 23, 7:00 AM')).toBeInTheDocument();
    expect(screen.getByText('Text message leaves at once.')).toBeInTheDocument();
    await user.type(title(), ' again');
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(asked.some((each) => each.method === 'PUT')).toBe(true));
    const put = asked.find((each) => each.method === 'PUT')!;
    expect(put.headers.get('If-Match')).toBe('"7"');
    expect(put.body).toMatchObject({ title: 'Picture day again', start: '2026-11-23', parts: { email: { html: '' }, sms: { text: 'Smile!' } } });
  });

  it('sends nothing more once all of it was sent', async () => {
    server({ 'GET /v1/announcements/{}': () => tagged({ ...half, channels: ['email'], parts: { ...half.parts, sms: null } }, '"7"') });
    renderPage(<Announcement />, { me: poster(), ...opened });
    expect(await screen.findByText('Nothing more is sent: people see it on their Home page.')).toBeInTheDocument();
  });

  it('that somebody else changed meanwhile is not overwritten', async () => {
    let read = 0;
    server({ 'PUT /v1/announcements/{}': () => problem(412, 'stale'), 'GET /v1/announcements/{}': () => tagged(anAnnouncement({ title: read++ ? 'Theirs' : 'Picture day' }), `"${read}"`) });
    const { user } = renderPage(<Announcement />, { me: poster(), ...opened });
    await screen.findByDisplayValue('Picture day');
    await user.type(title(), '!');
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByText('It was changed meanwhile')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Load it again' }));
    expect(await screen.findByDisplayValue('Theirs')).toBeInTheDocument();
    expect(screen.queryByText('It was changed meanwhile')).not.toBeInTheDocument();
  });

  it('is only shown to who may not change it (PERM-A18)', async () => {
    server({ 'GET /v1/announcements/{}': () => tagged(anAnnouncement({ editable: false }), '"1"') });
    renderPage(<Announcement />, { me: poster(), ...opened });
    expect(await screen.findByRole('heading', { level: 1, name: 'Picture day' })).toBeInTheDocument();
    expect(screen.getByText('Smile!')).toBeInTheDocument();
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('is deleted from its page, after a question (ANN-26)', async () => {
    const { times } = server();
    const { user, where } = renderPage(<Announcement />, { me: poster(), ...opened });
    await user.click(await screen.findByRole('button', { name: 'Delete' }));
    await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(where()).toBe('/announcements'));
    expect(times('DELETE /v1/announcements/ann_1')).toBe(1);
  });
});
