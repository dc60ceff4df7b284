// The other pages: what they ask the API, what they show, and what opens from them.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Home } from '@/app/routes/Home';
import { Component as Inbox } from '@/app/routes/Inbox';
import { Component as Reports } from '@/app/routes/Reports';
import { Component as Sent } from '@/app/routes/Sent';
import { Component as SentMessage } from '@/app/routes/SentMessage';
import type { HistoryRow, WholeMessage } from '@/lib/api/models';
import { aMe, aMessage, aRecipient } from './support/build';
import { fakeApi, ok, problem } from './support/fake-api';
import { renderPage } from './support/render';

const reporter = aMe({ permissions: { ...aMe().permissions, communication_reports: 'view', reports_view_all_users: 'view' } });
const part = (total: number, sent: number, errors: number) => ({ channel: 'email' as const, type: 'email' as const, total, sent, pending: total - sent - errors, expired: 0, errors, duplicates: 0, canceled: 0, spared: 0 });
const aRow = (more: Partial<HistoryRow> = {}): HistoryRow => ({
  message_id: 'msg_1', channel: 'email', sent_at: '2026-11-23T11:40:00+00:00', type: 'email', subject: 'Snow day', snippet: 'No school.', source: 'user',
  from: { user_id: 'usr_1', name: 'Dana Whitfield' }, recipient_type: ['primary_contacts'], to: 'Lincoln High School', regarding_student: null,
  total: 2143, sent: 2131, pending: 0, expired: 0, errors: 12, duplicates: 0, priority: false, emergency: false, secure: false, flagged: false, resend_of: null, resend_number: 0, ...more,
});

const opened = { path: '/message/:messageId', at: '/message/msg_1' };

describe('what is secure', () => {
  it('has its lock in Sent and in the report, as in the inbox (COMP-06)', async () => {
    fakeApi({
      'GET /v1/messages': () => ok({ items: [aMessage({ secure: true }), aMessage({ message_id: 'msg_2' })], next_cursor: null }),
      'GET /v1/reports/history': () => ok({ items: [aRow({ secure: true }), aRow({ message_id: 'msg_2', subject: 'Choir' })], next_cursor: null, left_out: [] }),
      'GET /v1/reports/senders': () => ok({ items: [], next_cursor: null }),
    });
    const sent = renderPage(<Sent />, { me: aMe() });
    await screen.findAllByRole('link', { name: aMessage().subject });
    expect(screen.getAllByText('Secure')).toHaveLength(1);
    sent.unmount();
    const { user } = renderPage(<Reports />, { me: reporter });
    await user.click(screen.getByRole('button', { name: 'Search' }));
    await screen.findByRole('button', { name: 'Choir' });
    expect(screen.getAllByText('Secure')).toHaveLength(1);
  });
});

describe('a sent message', () => {
  it('is followed to its end: running, then done', async () => {
    const states = [aMessage({ status: 'sending', parts: [part(10, 4, 0)] }), aMessage({ status: 'done', parts: [part(10, 9, 1)] })];
    fakeApi({ 'GET /v1/messages/{}': () => ok(states.length > 1 ? states.shift() : states[0]) });
    renderPage(<SentMessage />, opened);
    expect(await screen.findByText('Sending')).toBeInTheDocument();
    expect(screen.getByRole('progressbar', { name: 'Progress: Email' })).toHaveAttribute('aria-valuenow', '40');
    await screen.findByText('Done, with errors', {}, { timeout: 4000 });
    expect(screen.getByText('Sending is done')).toBeInTheDocument();
    expect(screen.getByText('9 of 10 sent')).toBeInTheDocument();
  });

  it('says of a part that cannot leave why it waits (QUEUE-04)', async () => {
    fakeApi({ 'GET /v1/messages/{}': () => ok(aMessage({ status: 'sending', parts: [part(10, 4, 0)], stopped: { email: 'paused' } })) });
    renderPage(<SentMessage />, opened);
    expect(within(await screen.findByRole('listitem')).getByText('Emails are paused: an administrator has to let them go on.')).toBeInTheDocument();
  });

  it('lists the people whom nothing reached, and looks further on asking (REPT-25)', async () => {
    const why = (channel: string, reason: string) => ({ channel, regarding_student: 'Maya Chen', error: null, reason });
    const person = (n: number) => ({ person_id: `c${n}`, person_kind: 'contact', name: `Person ${n}`, deliveries: [why('email', 'no_mailbox'), why('sms', 'blocked')] });
    fakeApi({
      'GET /v1/messages/msg_1': () => ok(aMessage({ parts: [part(10, 8, 2)] })),
      'GET /v1/messages/msg_1/reached-by-nothing': ({ query }) => ok(query.get('cursor') ? { items: [person(2)], next_cursor: null } : { items: [person(1)], next_cursor: 'c' }),
    });
    const { user } = renderPage(<SentMessage />, opened);
    await user.click(await screen.findByRole('button', { name: 'People reached by nothing' }));
    const drawer = await screen.findByRole('dialog', { name: 'People reached by nothing' });
    expect(await within(drawer).findByText('1 person was reached by nothing, as far as it was looked through')).toBeInTheDocument();
    expect(within(drawer).getByText(/Text message: This number is blocked/)).toBeInTheDocument();
    await user.click(within(drawer).getByRole('button', { name: 'Look further' }));
    expect(await within(drawer).findByText('2 people were reached by nothing')).toBeInTheDocument();
  });

  it('leads back to where it is found: Sent, Reports for what went as the school, or the announcement that it is a part of', async () => {
    const back = async (message: WholeMessage, at: Parameters<typeof renderPage>[1]) => {
      fakeApi({ 'GET /v1/messages/{}': () => ok(message) });
      const { unmount } = renderPage(<SentMessage />, { me: reporter, ...opened, ...at });
      await screen.findByRole('heading', { name: message.subject });
      const link = within(screen.getByRole('navigation', { name: 'Back' })).getByRole('link');
      const told = [link.textContent, link.getAttribute('href')];
      unmount();
      return told;
    };
    expect(await back(aMessage(), {})).toEqual(['← Sent', '/sent']);
    expect(await back(aMessage({ source: 'school' }), {})).toEqual(['← Reports', '/reports']);
    expect(await back(aMessage({ source: 'school' }), { state: { announcement: 'ann_1' } })).toEqual(['← The announcement', '/announcements/ann_1']);
  });

  it('that was canceled says why it is not sent again', async () => {
    fakeApi({ 'GET /v1/messages/{}': () => ok(aMessage({ parts: [part(10, 8, 2)], halt: { state: 'canceled', by: { user_id: 'usr_1', name: 'Dana Whitfield' }, at: '2026-11-23T11:41:00+00:00', may_still_leave: 0 } })) });
    renderPage(<SentMessage />, opened);
    expect(await screen.findByText(/It was canceled, so it is not sent again/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Send again/ })).not.toBeInTheDocument();
  });

  it('opens who was not reached, and why, from the number of errors (REPT-25)', async () => {
    const { asked } = fakeApi({
      'GET /v1/messages/{}': () => ok(aMessage({ parts: [part(10, 9, 1)] })),
      'GET /v1/messages/{}/recipients': () => ok({ items: [aRecipient(1, { status: 'error', error: 'There is no such mailbox.', reason: 'no_mailbox' })], next_cursor: null, total: 1 }),
    });
    const { user } = renderPage(<SentMessage />, opened);
    await user.click(await screen.findByRole('button', { name: '1 error: open the list' }));
    const drawer = await screen.findByRole('dialog', { name: 'Not reached' });
    expect(await within(drawer).findByText('There is no such mailbox. Please check the address')).toBeInTheDocument();
    expect(Object.fromEntries(asked.at(-1)!.query)).toMatchObject({ channel: 'email', status: 'error' });
    await user.type(within(drawer).getByRole('searchbox', { name: 'Find by name' }), 'per');
    await waitFor(() => expect(Object.fromEntries(asked.at(-1)!.query)).toMatchObject({ status: 'error', q: 'per' }));
    await user.click(within(drawer).getByRole('button', { name: /Error Status/ }));
    await user.click(screen.getByRole('option', { name: 'All' }));
    expect(await screen.findByRole('dialog', { name: 'Recipients' })).toBeInTheDocument();
  });

  it('closes its window by Back and stays; numbers of people are those that the school knows (REPT-25)', async () => {
    fakeApi({
      'GET /v1/messages/{}': () => ok(aMessage({ parts: [part(10, 9, 1)] })),
      'GET /v1/messages/{}/recipients': () => ok({ items: [aRecipient(1, { student_id: 'stu_1', student_number: '40017' }), aRecipient(2, { person_kind: 'staff', staff_number: '812' })], next_cursor: null, total: 2 }),
    });
    const { user, where, back } = renderPage(<SentMessage />, opened);
    await user.click(await screen.findByRole('button', { name: 'Recipients' }));
    const drawer = within(await screen.findByRole('dialog', { name: 'Recipients' }));
    expect(await drawer.findByText('40017')).toBeInTheDocument();
    expect(drawer.getByText('812')).toBeInTheDocument();
    expect(drawer.queryByText('stu_1')).not.toBeInTheDocument();
    await back();
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(where()).toBe('/message/msg_1');
    await user.click(screen.getByRole('button', { name: 'Recipients' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('shows what is known while recipients are still being found', async () => {
    fakeApi({ 'GET /v1/messages/{}': () => ok(aMessage({ status: 'resolving', counted: { email: 4000 }, parts: [part(3250, 3000, 0)] })) });
    renderPage(<SentMessage />, opened);
    expect(await screen.findByText(/the numbers grow/)).toBeInTheDocument();
    expect(screen.getByText('3,000 of 3,250 sent')).toBeInTheDocument();
    expect(screen.queryByText(/fewer than counted/)).not.toBeInTheDocument();
  });

  it('of somebody else is simply not there', async () => {
    fakeApi({ 'GET /v1/messages/{}': () => problem(404, 'not-found') });
    renderPage(<SentMessage />, opened);
    expect(await screen.findByText('It is not here, or it is not yours to see.')).toBeInTheDocument();
  });
});

describe('Communication History', () => {
  it('lists nothing until Search is pressed, then what the filters say (REPT-02, REPT-03, REPT-05)', async () => {
    const { asked } = fakeApi({ 'GET /v1/reports/history': () => ok({ items: [aRow()], next_cursor: null, left_out: [] }), 'GET /v1/reports/senders': () => ok({ items: [], next_cursor: null }) });
    const { user } = renderPage(<Reports />, { me: reporter });
    expect(asked.some((a) => a.path === '/v1/reports/history')).toBe(false);
    await user.click(screen.getByRole('checkbox', { name: 'Email' }));
    await user.click(screen.getByRole('checkbox', { name: 'Text message' }));
    await user.type(screen.getByLabelText('From date'), '2026-11-01');
    await user.click(screen.getByRole('checkbox', { name: 'View all users' }));
    await user.click(screen.getByRole('button', { name: 'Search' }));
    await screen.findByRole('table');
    const { query } = asked.find((a) => a.path === '/v1/reports/history')!;
    expect(query.getAll('channel')).toEqual(['email', 'sms']);
    expect(query.get('from')).toBe('2026-11-01');
    expect(query.get('all_users')).toBe('true');
    expect(query.has('to')).toBe(false);
  });

  it('refuses an end before the start', async () => {
    const { times } = fakeApi({ 'GET /v1/reports/senders': () => ok({ items: [], next_cursor: null }) });
    const { user } = renderPage(<Reports />, { me: reporter });
    await user.type(screen.getByLabelText('From date'), '2026-11-23');
    await user.type(screen.getByLabelText('To date'), '2026-11-01');
    await user.click(screen.getByRole('button', { name: 'Search' }));
    expect(screen.getByLabelText('To date')).toHaveAccessibleDescription('The end date is before the start date.');
    expect(times('GET /v1/reports/history')).toBe(0);
  });

  it('tells a recorded call from one that is read out (REPT-03)', async () => {
    const call = { channel: 'voice' as const };
    fakeApi({ 'GET /v1/reports/history': () => ok({ items: [aRow({ ...call, type: 'recorded' }), aRow({ ...call, type: 'tts', message_id: 'msg_2' })], next_cursor: null, left_out: [] }), 'GET /v1/reports/senders': () => ok({ items: [], next_cursor: null }) });
    const { user } = renderPage(<Reports />, { me: reporter });
    await user.click(screen.getByRole('button', { name: 'Search' }));
    expect(await screen.findByText('Recorded call')).toBeInTheDocument();
    expect(within(screen.getByRole('table')).getAllByText(/^(Recorded call|Call)$/)).toHaveLength(2);
  });

  it('has a link where there are errors, and none at zero (REPT-25)', async () => {
    fakeApi({ 'GET /v1/reports/history': () => ok({ items: [aRow(), aRow({ message_id: 'msg_2', errors: 0, sent: 2143 })], next_cursor: null, left_out: [] }), 'GET /v1/reports/senders': () => ok({ items: [], next_cursor: null }) });
    const { user } = renderPage(<Reports />, { me: reporter });
    await user.click(screen.getByRole('button', { name: 'Search' }));
    expect(await screen.findAllByRole('button', { name: /errors?: open the list/ })).toHaveLength(1);
  });

  it('says so when the filter names what the district does not have, and offers it no more (LIC-10)', async () => {
    fakeApi({ 'GET /v1/reports/history': () => ok({ items: [aRow()], next_cursor: null, left_out: ['sms'] }), 'GET /v1/reports/senders': () => ok({ items: [], next_cursor: null }) });
    const { user } = renderPage(<Reports />, { me: aMe({ permissions: { communication_reports: 'view' }, modules: [] }) });
    expect(screen.queryByRole('checkbox', { name: 'Text message' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Search' }));
    expect(await screen.findByText(/does not have texts and calls/)).toBeInTheDocument();
  });

  it('hides what a flagged message says until one asks for it (REPT-31)', async () => {
    const { times } = fakeApi({
      'GET /v1/reports/history': () => ok({ items: [aRow({ flagged: true, subject: '', snippet: '' })], next_cursor: null, left_out: [] }),
      'GET /v1/reports/senders': () => ok({ items: [], next_cursor: null }),
      'GET /v1/messages/{}': () => ok(aMessage({ subject: 'So rude', html: '<p>You blooper.</p>' })),
    });
    const { user } = renderPage(<Reports />, { me: reporter });
    await user.click(screen.getByRole('button', { name: 'Search' }));
    expect(within(await screen.findByRole('table')).getByText('Message content flagged')).toBeInTheDocument();
    expect(times('GET /v1/messages/{}')).toBe(0);
    await user.click(screen.getByRole('button', { name: 'View message' }));
    expect(await screen.findByText('You blooper.')).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'So rude' })).toBeInTheDocument();
  });

  it('is not for those without the right', () => {
    renderPage(<Reports />, { me: aMe() });
    expect(screen.getByRole('heading', { name: 'You cannot see reports' })).toBeInTheDocument();
  });
});

describe('the inbox', () => {
  const withWhom = { id: 'usr_2', kind: 'user' as const, name: 'Grace Murphy', school_name: 'Lincoln High School' };
  const aThread = { thread_id: 'thr_1', with: withWhom, unread: 2, last_at: '2026-11-23T11:40:00+00:00', subject: 'Band', snippet: 'Friday at six' };

  it('shows conversations with who, what and how many unread (INBOX-01)', async () => {
    fakeApi({ 'GET /v1/inbox': () => ok({ items: [aThread], next_cursor: null, unread: 2 }) });
    renderPage(<Inbox />);
    const line = await screen.findByRole('link', { name: /Grace Murphy/ });
    expect(line).toHaveTextContent('Band');
    expect(line).toHaveAccessibleName(/2 unread messages/);
  });

  it('marks a conversation where an emergency waits, and the emergency in it (INBOX-01)', async () => {
    const entry = { entry_id: 'e1', message_id: 'm1', subject: 'Snow day', html: '<p>Closed.</p>', sent_at: '2026-11-23T11:40:00+00:00', outgoing: false, unread: false, flagged: false, regarding_student: null, secure: false, emergency: true };
    fakeApi({
      'GET /v1/inbox': () => ok({ items: [{ ...aThread, emergency: true, subject: 'Snow day' }, { ...aThread, thread_id: 'thr_2' }], next_cursor: null, unread: 4 }),
      'GET /v1/inbox/thr_1': () => ok({ thread_id: 'thr_1', with: withWhom, cannot_reply: 'off', secure: false, unread_there: false, items: [entry, { ...entry, entry_id: 'e2', emergency: false }], next_cursor: null }),
    });
    renderPage(<Inbox />, { path: '/inbox/:threadId', at: '/inbox/thr_1' });
    const [marked, plain] = await screen.findAllByRole('link', { name: /Grace Murphy/ });
    expect(marked).toHaveTextContent('Emergency');
    expect(plain).not.toHaveTextContent('Emergency');
    const messages = await screen.findByRole('list', { name: 'Messages' });
    expect(within(messages).getAllByText('Emergency')).toHaveLength(1);
  });

  it('says what will come when it is empty', async () => {
    fakeApi({ 'GET /v1/inbox': () => ok({ items: [], next_cursor: null, unread: 0 }) });
    renderPage(<Inbox />);
    expect(await screen.findByRole('heading', { name: 'Your inbox is empty' })).toBeInTheDocument();
  });
});

describe('Home', () => {
  it('tells a newcomer how to begin', async () => {
    fakeApi({ 'GET /v1/messages': () => ok({ items: [], next_cursor: null }) });
    renderPage(<Home />);
    expect(await screen.findByRole('heading', { name: 'How to begin' })).toBeInTheDocument();
  });

  it('shows what goes out now and who was not reached', async () => {
    fakeApi({ 'GET /v1/messages': () => ok({ items: [
      aMessage({ message_id: 'a', subject: 'Going', status: 'sending', parts: [part(10, 4, 0)] }), aMessage({ message_id: 'b', subject: 'Gone', parts: [part(10, 8, 2)] }),
    ], next_cursor: null }) });
    renderPage(<Home />);
    expect(await screen.findByRole('heading', { name: 'Going out now' })).toBeInTheDocument();
    expect(screen.getByText('2 deliveries did not arrive')).toBeInTheDocument();
  });

  const provider = { channel: 'sms', state: 'down', since: '2026-11-23T11:40:00+00:00', slowed_to: null, busy_until: null, bounces: null };
  const line = { 'GET /v1/providers': () => ok({ items: [{ ...provider, channel: 'email', state: 'working', since: null }, provider] }) };

  it('tells administrators that a provider does not answer (QUEUE-04)', async () => {
    fakeApi(line);
    renderPage(<Home />, { me: aMe({ permissions: { ...aMe().permissions, manage_settings: 'view' } }) });
    expect(await screen.findByText('Text message')).toBeInTheDocument();
    expect(screen.getByText(/Waits while its provider does not answer/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'See how messages are leaving' })).toHaveAttribute('href', '/settings/district');
    expect(screen.queryByText('Email')).toBeNull();
  });

  it('asks nothing about providers for those who may not read it', async () => {
    const { times } = fakeApi({ ...line, 'GET /v1/messages': () => ok({ items: [], next_cursor: null }) });
    renderPage(<Home />);
    await screen.findByRole('heading', { name: 'How to begin' });
    expect(times('GET /v1/providers')).toBe(0);
  });

  it('lists scheduled messages that did not leave, with the reason (SCHD-14)', async () => {
    const when = { date: '2026-11-27', time: '05:30:00', every: 'once', until: null };
    const row = { schedule_id: 's1', subject: 'Choir', snippet: '', to: '2 students', people: 2, channels: ['email'], priority: false, emergency: false, secure: false, schedule: when, time_zone: 'America/New_York', state: 'errored', problem: 'Nobody is left to write to.', retrying: false, if_not_read: [], imported_list_id: null, next_at: null, last_sent: null };
    fakeApi({
      'GET /v1/messages': () => ok({ items: [aMessage({ message_id: 'a', subject: 'Gone', parts: [part(10, 10, 0)] })], next_cursor: null }),
      'GET /v1/scheduled-messages': () => ok({ items: [row, { ...row, schedule_id: 's2', subject: 'Waits', state: 'scheduled', problem: null }] }),
    });
    renderPage(<Home />);
    expect(await screen.findByRole('heading', { name: 'Scheduled, but not sent' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Choir' })).toHaveAttribute('href', '/scheduled/s1');
    expect(screen.getByText('Nobody is left to write to.')).toBeInTheDocument();
    expect(screen.queryByText('Waits')).toBeNull();
    expect(screen.queryByText(/All quiet/)).toBeNull();
  });

  it.each([['parent', 'school’s office'], ['teacher', 'district’s administrator']] as const)('says to a %s without Communication whom to ask', async (role, whom) => {
    renderPage(<Home />, { me: aMe({ roles: [role], permissions: {}, recipient_types: [] }) });
    expect(await screen.findByRole('heading', { name: 'Messages are not switched on for your profile' })).toBeInTheDocument();
    expect(screen.getByText(new RegExp(whom))).toBeInTheDocument();
  });

  it('shows family the emergency that waits before what came since (INBOX-01)', async () => {
    const withWhom = (n: number) => ({ id: `u${n}`, kind: 'user', name: `Sender ${n}`, school_name: '' });
    const items = [1, 2, 3, 4, 5, 6].map((n) => ({ thread_id: `t${n}`, with: withWhom(n), unread: 1, last_at: '2026-11-23T11:40:00+00:00', subject: 'Band', snippet: '', flagged: false, secure: false, emergency: n === 6 }));
    fakeApi({ 'GET /v1/inbox': () => ok({ items, next_cursor: null, unread: 6 }) });
    renderPage(<Home />, { me: aMe({ roles: ['parent'], permissions: { communication: 'view' }, recipient_types: [], unread: 6 }) });
    expect(await screen.findByRole('heading', { name: 'An emergency message for you' })).toBeInTheDocument();
    const links = () => screen.getAllByRole('link', { name: /Sender/ }).map((link) => link.getAttribute('href'));
    await waitFor(() => expect(links()).toEqual(['/inbox/t6', '/inbox/t1', '/inbox/t2', '/inbox/t3', '/inbox/t4', '/inbox/t5']));
  });

  it('shows family their newest conversations', async () => {
    const withWhom = { id: 'sch_1', kind: 'school', name: 'Lincoln High School', school_name: 'Lincoln High School' };
    fakeApi({ 'GET /v1/inbox': () => ok({ items: [{ thread_id: 't', with: withWhom, unread: 0, last_at: '2026-11-23T11:40:00+00:00', subject: 'Band', snippet: '' }], next_cursor: null, unread: 0 }) });
    renderPage(<Home />, { me: aMe({ roles: ['parent'], permissions: { communication: 'view' }, recipient_types: [] }) });
    expect(await screen.findByRole('link', { name: /Lincoln High School/ })).toBeInTheDocument();
  });
});
