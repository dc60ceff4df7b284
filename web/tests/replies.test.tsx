// Answering in a conversation, or why not; and the box on Compose that lets families answer.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Component as Inbox } from '@/app/routes/Inbox';
import { AllowReplies } from '@/app/routes/compose/AllowReplies';
import { ThreadList } from '@/features/threads/components/ThreadList';
import { ThreadView } from '@/features/threads/components/ThreadView';
import { newDraft, toNewMessage } from '@/features/messages/draft';
import type { Conversation, Me } from '@/lib/api/models';
import { aMe } from './support/build';
import { fakeApi, ok, problem, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const anEntry = (html: string, outgoing = false): Conversation['items'][number] => ({
  entry_id: html, message_id: html, subject: 'Trip', html, sent_at: '2026-11-23T11:40:00+00:00', outgoing, unread: false, flagged: false, regarding_student: null, secure: false, emergency: false,
});

function open(cannot_reply: Conversation['cannot_reply'], reply: Handler = () => ok({ message_id: 'm', subject: '', html: '', sent_at: '' }, 202)) {
  const items = [anEntry('<p>Bring lunch.</p>')];
  const api = fakeApi({
    'GET /v1/inbox/{}': () => ok({ thread_id: 't1', with: { kind: 'user', id: 'tom', name: 'Tom Rivera', school_name: 'Lincoln' }, cannot_reply, items, next_cursor: null }),
    'POST /v1/inbox/{}/replies': (asked) => { items.unshift(anEntry((asked.body as { html: string }).html, true)); return reply(asked); },
  });
  return { ...api, ...renderPage(<ThreadView threadId="t1" />), sent: () => api.asked.filter((a) => a.path.endsWith('/replies')) };
}

describe('a conversation', () => {
  it('is answered in place, once (RPLY-01)', async () => {
    const { user, sent } = open(null);
    const box = await screen.findByRole('textbox', { name: 'Answer Tom Rivera' });
    await user.type(box, 'Gladly');
    await user.click(screen.getByRole('button', { name: 'Send answer' }));
    expect(await screen.findByText('Gladly', { selector: 'p' })).toBeInTheDocument();
    expect(sent()).toHaveLength(1);
    expect(sent()[0]!.body).toEqual({ html: '<p>Gladly</p>' });
    expect(box).toHaveValue('');
    await user.type(box, 'More');
    await user.click(screen.getByRole('button', { name: 'Send answer' }));
    await waitFor(() => expect(sent()).toHaveLength(2));
    expect(sent()[0]!.headers.get('idempotency-key')).not.toBe(sent()[1]!.headers.get('idempotency-key'));
  });

  it('takes no empty answer, and keeps one that was refused', async () => {
    const { user, sent } = open(null, () => problem(429, 'throttled', { detail: 'Wait.' }));
    await user.click(await screen.findByRole('button', { name: 'Send answer' }));
    const box = screen.getByRole('textbox');
    expect(box).toHaveAccessibleDescription(/Write your answer first/);
    expect(sent()).toHaveLength(0);
    await user.type(box, 'Gladly');
    await user.click(screen.getByRole('button', { name: 'Send answer' }));
    await waitFor(() => expect(box).toHaveAccessibleDescription(/Wait a moment/));
    expect(box).toHaveValue('Gladly');
  });

  it.each([
    ['off', /does not take answers/], ['waiting', /No answer yet/], ['earlier_year', /earlier school year/], ['nobody', /cannot be answered/],
  ] as const)('has no box and says why: %s (RPLY-01, RPLY-08)', async (reason, text) => {
    open(reason);
    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  });
});

describe('a secure conversation', () => {
  const secure = (more: Partial<Conversation> = {}) => {
    const items = [{ ...anEntry('<p>The result.</p>'), secure: true }, anEntry('<p>Bring lunch.</p>')];
    fakeApi({ 'GET /v1/inbox/{}': () => ok({ thread_id: 't1', with: { kind: 'user', id: 'mum', name: 'Mary Lee', school_name: '' }, cannot_reply: null, secure: true, unread_there: false, items, next_cursor: null, ...more }) });
    return renderPage(<ThreadView threadId="t1" />);
  };

  it('says so at each message that is, and what it means for the answer (COMP-06)', async () => {
    secure();
    expect(await screen.findByText('The result.')).toBeInTheDocument();
    expect(screen.getAllByText('Secure')).toHaveLength(1);
    expect(screen.getByText(/Mary Lee reads it after signing in/)).toBeInTheDocument();
  });

  it('warns before an answer that nobody can read (A-31)', async () => {
    secure({ unread_there: true });
    expect(await screen.findByText(/Mary Lee has no inbox/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Send answer' })).toBeEnabled();
  });

  it('has a lock in the list (COMP-06)', () => {
    const thread = { thread_id: 't1', with: { kind: 'user' as const, id: 'mum', name: 'Mary Lee', school_name: '' }, unread: 0, last_at: '2026-11-23T11:40:00+00:00', subject: 'Result', snippet: 'It is', flagged: false, secure: true, emergency: false };
    renderPage(<ThreadList threads={[thread, { ...thread, thread_id: 't2', secure: false }]} hasMore={false} isLoadingMore={false} onMore={vi.fn()} />);
    expect(screen.getAllByText('Secure')).toHaveLength(1);
  });
});

describe('a flagged message', () => {
  const hidden = { ...anEntry(''), entry_id: 'e1', subject: '', flagged: true };
  const openFlagged = (permissions: Me['permissions']) => {
    const api = fakeApi({
      'GET /v1/inbox/{}': () => ok({ thread_id: 't1', with: { kind: 'user', id: 'mum', name: 'Mary Lee', school_name: '' }, cannot_reply: null, items: [hidden], next_cursor: null }),
      'GET /v1/inbox/{}/entries/{}': () => ok({ ...hidden, subject: 'Today', html: '<p>Rude words</p>' }),
      'DELETE /v1/inbox/{}/entries/{}/flag': () => ({ status: 204 }),
    });
    return { ...api, ...renderPage(<ThreadView threadId="t1" />, { me: aMe({ permissions }) }) };
  };

  it('is hidden until its reader looks, and then stays flagged (FLAG-02, FLAG-05)', async () => {
    const { user } = openFlagged({ communication: 'view' });
    expect(await screen.findByText('Message content flagged')).toBeInTheDocument();
    expect(screen.queryByText('Rude words')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'View message' }));
    expect(await screen.findByText('Rude words')).toBeInTheDocument();
    expect(screen.getByText('Message content flagged')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Remove flag' })).not.toBeInTheDocument();
  });

  it('loses its flag after a question, by who may (FLAG-06)', async () => {
    const { user, times } = openFlagged({ communication: 'view', flag_messages: 'edit' });
    await user.click(await screen.findByRole('button', { name: 'Remove flag' }));
    const question = within(screen.getByRole('alertdialog'));
    expect(times('DELETE /v1/inbox/t1/entries/e1/flag')).toBe(0);
    await user.click(question.getByRole('button', { name: 'Remove flag' }));
    await waitFor(() => expect(times('DELETE /v1/inbox/t1/entries/e1/flag')).toBe(1));
  });

  it('shows nothing of itself in the list (FLAG-02)', () => {
    const thread = { thread_id: 't1', with: { kind: 'user' as const, id: 'mum', name: 'Mary Lee', school_name: '' }, unread: 1, last_at: '2026-11-23T11:40:00+00:00', subject: '', snippet: '', flagged: true, secure: false, emergency: false };
    renderPage(<ThreadList threads={[thread]} hasMore={false} isLoadingMore={false} onMore={vi.fn()} />);
    expect(screen.getByText('Message content flagged')).toBeInTheDocument();
  });
});

describe('Allow students and parents to reply', () => {
  it('can be ticked when sending as oneself (SET-09, COMP-20)', async () => {
    const change = vi.fn();
    const { user } = renderPage(<AllowReplies on={false} onChange={change} source="user" />);
    await user.click(screen.getByRole('checkbox'));
    expect(change).toHaveBeenCalledWith(true);
  });

  it('is cleared and locked as the district or the school (COMP-18)', () => {
    renderPage(<AllowReplies on onChange={vi.fn()} source="district" />);
    expect(screen.getByRole('checkbox')).toBeDisabled();
    expect(screen.getByRole('checkbox')).not.toBeChecked();
  });

  it('goes with the message, and never as the district (COMP-18, COMP-20)', () => {
    const draft = { ...newDraft(null), html: '<p>x</p>', replies: true };
    expect(toNewMessage(draft, 's', {})).toMatchObject({ replies: true });
    expect(toNewMessage({ ...draft, source: 'district' }, 's', {})).not.toHaveProperty('replies');
    expect(toNewMessage({ ...draft, replies: false }, 's', {})).not.toHaveProperty('replies');
  });
});

describe('the clock beside an answer', () => {
  const threads = { items: [{ thread_id: 't1', with: { kind: 'user', id: 'tom', name: 'Tom Rivera', school_name: 'Lincoln' }, unread: 0, last_at: '2026-11-23T11:40:00+00:00', subject: 'Trip', snippet: 'Bring lunch.', flagged: false }], next_cursor: null, unread: 0 };
  const inbox = (more: Record<string, Handler> = {}) => fakeApi({
    'GET /v1/inbox': () => ok(threads),
    'GET /v1/inbox/{}': () => ok({ thread_id: 't1', with: threads.items[0]!.with, cannot_reply: null, items: [anEntry('<p>Bring lunch.</p>')], next_cursor: null }),
    ...more,
  });
  const open = (me: Me = aMe()) => renderPage(<Inbox />, { me, path: '/inbox/:threadId', at: '/inbox/t1' });

  it('opens the same choices as for a message, and empties the box when it is kept (SCHD-05)', async () => {
    let refuse = true;
    const { asked } = inbox({ 'POST /v1/scheduled-messages': () => (refuse ? problem(400, 'invalid', { errors: [{ field: 'schedule.time', message: 'This moment has passed. Choose a later date or time.' }] }) : ok({ schedule_id: 's' }, 201)) });
    const { user } = open();
    const box = await screen.findByRole('textbox', { name: 'Answer Tom Rivera' });
    await user.click(screen.getByRole('button', { name: 'Schedule…' }));
    expect(screen.getByText('Write your answer first.')).toBeInTheDocument();
    await user.type(box, 'Gladly');
    await user.click(screen.getByRole('button', { name: 'Schedule…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'When should it leave?' }));
    await user.click(dialog.getByRole('button', { name: 'Schedule' }));
    expect(await dialog.findByText(/This moment has passed/)).toBeInTheDocument();
    refuse = false;
    await user.click(dialog.getByRole('button', { name: 'Schedule' }));
    await waitFor(() => expect(box).toHaveValue(''));
    expect(asked.findLast((a) => a.path === '/v1/scheduled-messages')!.body).toMatchObject({ answer: { thread_id: 't1', html: '<p>Gladly</p>' }, schedule: { every: 'once' } });
  });

  it('is not there for families', async () => {
    inbox();
    open(aMe({ roles: ['parent'], permissions: { communication: 'view', send_messages: 'edit' }, recipient_types: [] }));
    expect(await screen.findByRole('button', { name: 'Send answer' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Schedule…' })).not.toBeInTheDocument();
  });
});
