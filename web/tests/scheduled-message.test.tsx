// A scheduled message, opened: everything in it may be changed, under the tag that was read.
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Component as ScheduledMessage } from '@/app/routes/ScheduledMessage';
import type { NewMessage, ScheduledWhole } from '@/lib/api/models';
import { aCount } from './support/build';
import { fakeApi, ok, problem, tagged, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const AT = '/v1/scheduled-messages/sch_x';
const students = { recipient_type: 'primary_contacts', schools: [], grades: [{ school_id: 'sch_1', grade: '09' }], sections: [], students: ['stu_1', 'stu_2'], groups: [] };
const written: NewMessage = { school_id: 'sch_1', subject: 'Field trip', audience: { students, staff: null, imported: null }, parts: { sms: { text: 'Bring lunch.', emergency: false } }, source: 'user', priority: true, secure: false, replies: true };
const saved = (more: Partial<ScheduledWhole> = {}): ScheduledWhole => ({
  schedule_id: 'sch_x', subject: 'Field trip', snippet: 'Bring lunch.', to: 'Primary contacts', people: 3, channels: ['sms', 'portal'], priority: false, emergency: false, secure: false,
  schedule: { date: '2026-11-27', time: '05:30:00', every: 'weekly', until: null }, time_zone: 'America/New_York', state: 'scheduled', problem: null, retrying: false, if_not_read: [],
  imported_list_id: null, next_at: '2126-11-27T10:30:00Z', last_sent: null, runs: [], warnings: [],
  answer: null, message: written,
  ...more,
});
const names = { items: [
  { kind: 'grade', id: 'sch_1', name: '09', grade: null, school_name: 'Lincoln High School', people: null },
  { kind: 'student', id: 'stu_1', name: 'Ana Reyes', grade: '9', school_name: 'Lincoln High School', people: null },
] };

const opening = (message: ScheduledWhole, put: Handler = () => ok(message)) => fakeApi({
  [`GET ${AT}`]: () => tagged(message, '"v1"'),
  [`PUT ${AT}`]: put,
  'POST /v1/audience/names': () => ok({ items: [...names.items, { kind: 'imported', id: 'imp_1', name: '', grade: null, school_name: null, people: 12 }] }),
  'POST /v1/audience/count': () => ok(aCount(3)),
  'GET /v1/groups': () => ok({ items: [] }),
  'GET /v1/schools': () => ok({ items: [] }),
  'GET /v1/students': () => ok({ items: [], next_cursor: null, total: 0 }),
  'GET /v1/insert-fields': () => ok({ groups: [] }),
});
const open = () => renderPage(<ScheduledMessage />, { path: '/scheduled/:scheduleId?', at: '/scheduled/sch_x' });
type Put = { message: NewMessage; schedule: object };


describe('a scheduled message', () => {
  it('opens with everything that was chosen, and says who is not there any more (SCHD-07)', async () => {
    opening(saved());
    const { user } = open();
    const chips = within(await screen.findByRole('grid', { name: 'Chosen recipients' }));
    expect(chips.getByText('Grade 9')).toBeInTheDocument();
    expect(chips.getByText('Ana Reyes')).toBeInTheDocument();
    expect(chips.getByText('No longer available')).toBeInTheDocument();
    await user.click(screen.getByRole('tab', { name: /Text message/ }));
    expect(screen.getByRole('textbox', { name: 'Text message' })).toHaveValue('Bring lunch.');
    expect(screen.getByText('Every week on Friday at 5:30 AM, Eastern Time')).toBeInTheDocument();
  });

  it('tells what became of each date: those that were not sent, too (SCHD-14, SCHD-16)', async () => {
    const run = { message_id: null, problem: null, note: null, at: '2026-11-20T10:30:00Z' };
    opening(saved({ runs: [
      { ...run, occurrence: '2026-11-20', outcome: 'sent', message_id: 'msg_1' },
      { ...run, occurrence: '2026-11-13', outcome: 'missed' },
      { ...run, occurrence: '2026-11-06', outcome: 'failed', problem: 'Nobody is in this selection.' },
    ] }));
    const { user } = open();
    await user.click(await screen.findByText('Its dates so far'));
    const dates = within(screen.getByText('Its dates so far').closest('details')!).getAllByRole('listitem');
    expect(dates[0]!.textContent).toMatch(/^Friday, November 20: sent Nov 20/);
    expect(dates[1]).toHaveTextContent('Friday, November 13: not sent: Carillon came too late for it.');
    expect(dates[2]).toHaveTextContent('Friday, November 6: not sent: Nobody is in this selection.');
  });

  it('is saved with its time as it was, under the tag that was read (SCHD-08)', async () => {
    const { asked } = opening(saved());
    const { user, where } = open();
    await user.click(await screen.findByRole('tab', { name: /Text message/ }));
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), ' And water.');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(where()).toBe('/scheduled'));
    const put = asked.find((a) => a.method === 'PUT')!;
    expect(put.headers.get('if-match')).toBe('"v1"');
    const body = put.body as Put;
    expect(body.schedule).toEqual(saved().schedule);
    expect(body.message).toMatchObject({ school_id: 'sch_1', priority: true, replies: true, parts: { sms: { text: 'Bring lunch. And water.' } }, audience: { students } });
  });

  it('keeps what a call has besides its words', async () => {
    const voice = { kind: 'recorded' as const, text: '', language: 'es', emergency: false, caller_id: 'cid_1', recording_id: 'rec_1' };
    const { asked } = opening(saved({ message: { ...written, parts: { ...written.parts, voice } } }));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    await waitFor(() => expect(asked.some((a) => a.method === 'PUT')).toBe(true));
    expect((asked.find((a) => a.method === 'PUT')!.body as Put).message.parts?.voice).toMatchObject({ kind: 'recorded', language: 'es', caller_id: 'cid_1', recording_id: 'rec_1' });
  });

  it('shows what waits for readers, in its window too, and saves another wait (SCHD-07)', async () => {
    const { asked } = opening(saved({ message: { ...written, if_not_read: [{ channel: 'sms', after_minutes: 15 }] } }));
    const { user } = open();
    const waits = within(await screen.findByRole('group', { name: 'If not read' }));
    await user.click(screen.getByRole('button', { name: 'Change time' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(within(dialog.getByRole('list', { name: 'If not read' })).getByText(/Text message · After 15 minutes, if not read/)).toBeInTheDocument();
    await user.click(dialog.getByRole('button', { name: 'Go back' }));
    await user.click(waits.getByRole('button', { name: /After 15 minutes Text message/ }));
    await user.click(await screen.findByRole('option', { name: 'After 1 hour' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(asked.some((a) => a.method === 'PUT')).toBe(true));
    expect((asked.find((a) => a.method === 'PUT')!.body as Put).message.if_not_read).toEqual([{ channel: 'sms', after_minutes: 60 }]);
  });

  it('asks for the number when the server wants it (SEND-05)', async () => {
    const { asked } = opening(saved(), ({ body }) => ((body as Put).message.confirmed_recipients === 2143 ? ok(saved()) : problem(409, 'confirmation-required', { recipients: 2143 })));
    const { user, where } = open();
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: 'Save for 2,143 people' }));
    await waitFor(() => expect(where()).toBe('/scheduled'));
    expect(asked.filter((a) => a.method === 'PUT')).toHaveLength(2);
  });

  it('shows that it was changed elsewhere, and keeps what was typed until it is loaded again (SCHD-07)', async () => {
    opening(saved(), () => problem(412, 'stale'));
    const { user, where } = open();
    await user.click(await screen.findByRole('tab', { name: /Text message/ }));
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), ' And water.');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('It was changed elsewhere')).toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: 'Text message' })).toHaveValue('Bring lunch. And water.');
    expect(where()).toBe('/scheduled/sch_x');
  });

  it('shows a refusal at its field', async () => {
    opening(saved(), () => problem(400, 'invalid', { errors: [{ field: 'message.parts.sms.text', message: 'It is too long.' }] }));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    expect((await screen.findAllByText('It is too long.')).length).toBeGreaterThan(0);
  });
});

const sentOnce = { message_id: 'msg_1', sent_at: '2026-11-20T10:30:00Z', note: null };
const ofDate = (outcome: 'sent' | 'missed') => ({ occurrence: '2026-11-27', outcome, message_id: null, problem: null, note: null, at: '2026-11-27T10:30:00Z' });

it.each<[string, Partial<ScheduledWhole>, string]>([
  ['was sent', { last_sent: sentOnce, runs: [ofDate('sent')] }, 'It has been sent. To send it again, choose a new time.'],
  ['was never sent', { runs: [ofDate('missed')] }, 'It has not been sent. To send it, choose a new time.'],
  ['has no date left', {}, 'It has not been sent. To send it, choose a new time.'],
  ['missed its last date', { last_sent: sentOnce, runs: [ofDate('missed')] }, 'It has ended, and was not sent the last time. To send it again, choose a new time.'],
])('a recurrence that ended and %s says so (SCHD-10, SCHD-16)', async (_, more, said) => {
  opening(saved({ state: 'ended', next_at: null, ...more }));
  open();
  expect(await screen.findByText(said)).toBeInTheDocument();
});

describe('its time', () => {
  beforeEach(() => { vi.useFakeTimers({ now: new Date('2026-11-27T15:00:00Z'), toFake: ['Date'] }); }); // 10 in the morning there

  it('warns before a time of today that has passed, which sends at once (SCHD-12)', async () => {
    const { asked } = opening(saved({ next_at: '2026-11-27T10:30:00Z' }));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Change time' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('This time has passed')).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: 'Send now' })).toBeInTheDocument();
    await user.clear(dialog.getByLabelText('Time'));
    await user.type(dialog.getByLabelText('Time'), '18:00');
    expect(dialog.queryByText('This time has passed')).not.toBeInTheDocument();
    await user.click(dialog.getByRole('button', { name: 'Save the time' }));
    await waitFor(() => expect((asked.find((a) => a.method === 'PUT')!.body as Put).schedule).toMatchObject({ time: '18:00' }));
  });

  it('is asked about when saving would send it now, and for another when its day is over (SCHD-12, SCHD-14)', async () => {
    const once = saved({ schedule: { date: '2026-11-27', time: '05:30:00', every: 'once', until: null }, state: 'errored', next_at: null, problem: 'Nobody is in this selection at the moment.' });
    const { times } = opening(once);
    const { user, unmount } = open();
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    expect(within(await screen.findByRole('alertdialog')).getByText('This time has passed')).toBeInTheDocument();
    expect(times(`PUT ${AT}`)).toBe(0);
    unmount();
    vi.setSystemTime(new Date('2026-11-28T15:00:00Z'));
    opening(once);
    const again = open();
    await again.user.click(await screen.findByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('dialog', { name: 'Change time' })).toBeInTheDocument();
  });
});

it('its imported list goes only when it is saved without it (IMPT-09)', async () => {
  const { asked } = opening(saved({ message: { ...written, audience: { students, staff: null, imported: { list_id: 'imp_1' } } } }));
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: /Remove Imported: 12/ }));
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Delete all' }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Import recipients' })).toBeInTheDocument());
  expect(asked.some((a) => a.method === 'DELETE')).toBe(false);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(asked.some((a) => a.method === 'PUT')).toBe(true));
  expect((asked.find((a) => a.method === 'PUT')!.body as Put).message.audience?.imported).toBeUndefined();
});

it('an answer is changed in place, and leaves at another time (SCHD-05, SCHD-07)', async () => {
  const { asked } = opening(saved({ subject: 'Re: Field trip', to: 'Mary Miller', message: null, answer: { thread_id: 't1', html: '<p>Gladly.</p><p>Tom<br>Rivera</p>' } }));
  const { user, where } = open();
  const box = await screen.findByRole('textbox', { name: 'Answer Mary Miller' });
  expect(box).toHaveValue('Gladly.\n\nTom\nRivera');
  await user.clear(box);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.getByText('Write your answer first.')).toBeInTheDocument();
  await user.type(box, 'With pleasure');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(where()).toBe('/scheduled'));
  expect(asked.find((a) => a.method === 'PUT')!.body).toEqual({ answer: { thread_id: 't1', html: '<p>With pleasure</p>' }, schedule: saved().schedule });
});
