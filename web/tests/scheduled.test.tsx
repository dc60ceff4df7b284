// Scheduling from Compose, and the list of what waits.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Compose } from '@/app/routes/Compose';
import { Component as Scheduled } from '@/app/routes/Scheduled';
import { aCount, aMe, aSchool } from './support/build';
import { fakeApi, ok, problem, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const row = {
  schedule_id: 'sch_x', subject: 'Field trip', snippet: 'Bring lunch.', to: 'Primary contacts of Lincoln High School', people: 2143, channels: ['email', 'portal'], priority: false, emergency: false, secure: false,
  schedule: { date: '2026-11-27', time: '05:30:00', every: 'weekly', until: null }, time_zone: 'America/New_York', state: 'scheduled', problem: null, retrying: false, if_not_read: [], imported_list_id: null, next_at: '2026-11-27T10:30:00Z', last_sent: null,
};

const composing = (schedule: Handler) => fakeApi({
  'POST /v1/audience/count': () => ok(aCount(3)),
  'GET /v1/groups': () => ok({ items: [] }),
  'GET /v1/schools': () => ok({ items: [] }),
  'GET /v1/students': () => ok({ items: [], next_cursor: null, total: 0 }),
  'POST /v1/scheduled-messages': schedule,
});

describe('what is secure', () => {
  it('has its lock in the list, as in the inbox (COMP-06)', async () => {
    fakeApi({ 'GET /v1/scheduled-messages': () => ok({ items: [{ ...row, secure: true }, { ...row, schedule_id: 'other' }] }) });
    renderPage(<Scheduled />);
    expect(await screen.findAllByText('Secure')).toHaveLength(1);
  });
});

describe('what waits for readers', () => {
  it('is told in the list, and beside another time', async () => {
    fakeApi({ 'GET /v1/scheduled-messages': () => ok({ items: [{ ...row, if_not_read: [{ channel: 'sms', after_minutes: 15 }, { channel: 'voice', after_minutes: 120 }] }, { ...row, schedule_id: 'other' }] }) });
    const { user } = renderPage(<Scheduled />);
    const [waits, ...more] = await screen.findAllByRole('list', { name: 'If not read' });
    expect(more).toHaveLength(0);
    expect(within(waits!).getAllByRole('listitem').map((each) => each.textContent)).toEqual(['Text message · After 15 minutes, if not read', 'Call · After 2 hours, if not read']);
    await user.click(screen.getAllByRole('button', { name: 'Change time' })[0]!);
    expect(within(await screen.findByRole('dialog')).getByText('Call · After 2 hours, if not read')).toBeInTheDocument();
  });

  it('is told where Compose asks when', async () => {
    composing(() => ok(row, 201));
    const { user } = renderPage(<Compose />);
    await user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
    await user.click(screen.getByRole('tab', { name: 'Text message' }));
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Bring lunch');
    await user.click(await screen.findByRole('button', { name: /At once Text message/ }));
    await user.click(await screen.findByRole('option', { name: 'After 30 minutes' }));
    await user.click(screen.getByRole('button', { name: 'Schedule…' }));
    expect(within(await screen.findByRole('dialog')).getByText('Text message · After 30 minutes, if not read')).toBeInTheDocument();
  });
});

describe('scheduling', () => {
  it('asks for date and time, confirms the number, and leaves Compose (SCHD-01, SEND-05)', async () => {
    const { asked } = composing(({ body }) => ((body as { message: { confirmed_recipients?: number } }).message.confirmed_recipients === 2143
      ? ok(row, 201) : problem(409, 'confirmation-required', { recipients: 2143 })));
    const { user, where } = renderPage(<Compose />);
    await user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
    await user.click(screen.getByRole('tab', { name: 'Text message' }));
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Bring lunch');
    await user.click(screen.getByRole('button', { name: 'Schedule…' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Schedule' }));
    await user.click(await dialog.findByRole('button', { name: 'Schedule for 2,143 people' }));
    await waitFor(() => expect(where()).toBe('/scheduled'));
    const last = asked.findLast((a) => a.path === '/v1/scheduled-messages')!.body as { schedule: object };
    expect(last.schedule).toMatchObject({ time: '07:00', every: 'once', until: null });
  });

  it('says what is missing before it asks when (COMP-01)', async () => {
    composing(() => ok(row, 201));
    const { user } = renderPage(<Compose />);
    await user.click(screen.getByRole('button', { name: 'Schedule…' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getAllByText(/need your attention/).length).toBeGreaterThan(0);
  });

  const opened = async (schedule: Handler, me = aMe()) => {
    composing(schedule);
    const { user } = renderPage(<Compose />, { me });
    await user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
    await user.click(screen.getByRole('tab', { name: 'Text message' }));
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Bring lunch');
    await user.click(screen.getByRole('button', { name: 'Schedule…' }));
    return { user, dialog: within(await screen.findByRole('dialog')) };
  };

  it('is meant by the clock of the school that one works for (A-83)', async () => {
    const { dialog } = await opened(() => ok(row, 201), aMe({ schools: [aSchool({ time_zone: 'America/New_York' })] }));
    expect(dialog.getByText(/7:00 AM, Eastern Time$/)).toBeVisible();
  });

  it('does not keep saying what was corrected (SCHD-04)', async () => {
    const { user, dialog } = await opened(() => problem(400, 'invalid', { errors: [{ field: 'schedule.time', message: 'This moment has passed. Choose a later date or time.' }] }));
    await user.click(dialog.getByRole('button', { name: 'Schedule' }));
    expect(await dialog.findByText(/This moment has passed/)).toBeVisible();
    fireEvent.change(dialog.getByLabelText('Time'), { target: { value: '09:00' } });
    expect(dialog.queryByText(/This moment has passed/)).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Schedule' }));
    expect(await dialog.findByText(/This moment has passed/)).toBeVisible();
  });

  it('says what the clocks make of an hour that they skip (A-28)', async () => {
    const { dialog } = await opened(() => ok(row, 201));
    fireEvent.change(dialog.getByLabelText('Date'), { target: { value: '2027-03-14' } });
    fireEvent.change(dialog.getByLabelText('Time'), { target: { value: '02:30' } });
    expect(dialog.getByText('On Sunday, March 14 the clocks go forward over 2:30 AM, so it leaves at 3:30 AM.')).toBeVisible();
  });

  it('shows a past time beside its field (SCHD-02)', async () => {
    composing(() => problem(400, 'invalid', { errors: [{ field: 'schedule.time', message: 'This moment has passed. Choose a later date or time.' }] }));
    const { user } = renderPage(<Compose />);
    await user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
    await user.click(screen.getByRole('tab', { name: 'Text message' }));
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Bring lunch');
    await user.click(screen.getByRole('button', { name: 'Schedule…' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Schedule' }));
    expect(await screen.findByText(/This moment has passed/)).toBeVisible();
  });
});

describe('what is scheduled', () => {
  it('says its next date by the clock of its rule, and names it where it is not the district\'s (A-83)', async () => {
    fakeApi({ 'GET /v1/scheduled-messages': () => ok({ items: [{ ...row, last_sent: { message_id: 'm', sent_at: '2026-11-20T10:30:00Z', note: null } }] }) });
    renderPage(<Scheduled />);
    expect(await screen.findByText('Nov 27, 5:30 AM EST')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Nov 20, 5:30 AM EST' })).toBeVisible();
  });

  it('opens a recurring one that has run on what is next, and not on Send now (SCHD-15)', async () => {
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date());
    const inAWeek = new Date(Date.now() + 7 * 86_400_000);
    const ran = { ...row, schedule: { date: today, time: '00:00:00', every: 'weekly', until: null }, next_at: inAWeek.toISOString(), last_sent: { message_id: 'm', sent_at: new Date().toISOString(), note: null } };
    fakeApi({ 'GET /v1/scheduled-messages': () => ok({ items: [ran] }) });
    const { user } = renderPage(<Scheduled />);
    await user.click(await screen.findByRole('button', { name: 'Change time' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByLabelText('First date')).toHaveValue(today);
    expect(dialog.getByText(/^Next: .*, 12:00 AM$/)).toBeVisible();
    expect(dialog.queryByText('This time has passed')).toBeNull();
    expect(dialog.getByRole('button', { name: 'Save the time' })).toBeVisible();
  });

  it('is not changed once it is over, but may go again (SCHD-09)', async () => {
    const over = { ...row, state: 'ended', next_at: null, schedule: { ...row.schedule, every: 'once' }, last_sent: { message_id: 'msg_1', sent_at: '2026-11-27T10:30:00Z' } };
    fakeApi({ 'GET /v1/scheduled-messages': () => ok({ items: [over] }) });
    renderPage(<Scheduled />);
    expect(await screen.findByRole('link', { name: 'Send “Field trip” again' })).toHaveAttribute('href', '/scheduled/sch_x');
    expect(screen.queryByRole('link', { name: /Change/ })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Change time' })).not.toBeInTheDocument();
  });

  it('shows the imported recipients that are kept with it (IMPT-01, IMPT-09)', async () => {
    const { asked } = fakeApi({
      'GET /v1/scheduled-messages': () => ok({ items: [row, { ...row, schedule_id: 'sch_y', subject: 'Open day', imported_list_id: 'imp_1' }] }),
      'GET /v1/imported-lists/imp_1/entries': () => ok({ items: [{ entry_id: 'e', name: 'Zoe Zed', email: 'zoe@x.example', phone: null }], next_cursor: null, total: 1 }),
    });
    const { user } = renderPage(<Scheduled />);
    await user.click(await screen.findByRole('button', { name: 'View imported' }));
    expect(await screen.findByText('Zoe Zed')).toBeInTheDocument();
    expect(asked.some((a) => a.path === '/v1/imported-lists/imp_1/entries')).toBe(true);
  });

  it('says what to do when there is nothing', async () => {
    fakeApi({ 'GET /v1/scheduled-messages': () => ok({ items: [] }) });
    renderPage(<Scheduled />);
    expect(await screen.findByText('Nothing is scheduled')).toBeVisible();
  });

  it('shows the rule, and why one was not sent (SCHD-06, SCHD-10, SCHD-14)', async () => {
    const errored = { ...row, schedule_id: 'sch_y', subject: 'Choir', state: 'errored', next_at: null, problem: 'Nobody is in this selection at the moment.' };
    fakeApi({ 'GET /v1/scheduled-messages': () => ok({ items: [errored, row] }) });
    renderPage(<Scheduled />);
    expect(await screen.findByText('Not sent')).toBeVisible();
    expect(screen.getByText(/It was not sent: Nobody is in this selection/)).toBeVisible();
    expect(screen.getAllByText('Every week on Friday at 5:30 AM, Eastern Time')).toHaveLength(2);
  });

  it('says who was left out of one that was sent (RCPT-19)', async () => {
    const last = { message_id: 'm1', sent_at: '2026-11-20T10:30:00Z', note: 'Left out, because they left: Amy Miller.' };
    fakeApi({ 'GET /v1/scheduled-messages': () => ok({ items: [{ ...row, last_sent: last }] }) });
    renderPage(<Scheduled />);
    expect(await screen.findByText(last.note)).toBeVisible();
  });

  it('asks before it deletes (SCHD-19, NAV-12)', async () => {
    let items = [row];
    const { times } = fakeApi({
      'GET /v1/scheduled-messages': () => ok({ items }),
      'DELETE /v1/scheduled-messages/sch_x': () => { items = []; return new Response(null, { status: 204 }); },
    });
    const { user } = renderPage(<Scheduled />);
    await user.click(await screen.findByRole('button', { name: 'Delete' }));
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(times('DELETE /v1/scheduled-messages/sch_x')).toBe(0);
    await user.click(dialog.getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('Nothing is scheduled')).toBeVisible();
  });
});
