// If not read: parts that wait, written in Compose and shown in Sent.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Compose } from '@/app/routes/Compose';
import { PartProgress } from '@/features/messages/components/MessageProgress';
import { draftOf, newDraft, toNewMessage } from '@/features/messages/draft';
import { aCount, aMessage } from './support/build';
import { fakeApi, ok } from './support/fake-api';
import { renderPage } from './support/render';

const nobody = { students: null, staff: null };

describe('a part that waits', () => {
  it('is offered once it is written, and goes with the message (SEND-09)', async () => {
    const { asked } = fakeApi({
      'POST /v1/audience/count': () => ok(aCount(3)),
      'GET /v1/students': () => ok({ items: [], next_cursor: null, total: 0 }),
      'POST /v1/messages': () => ok(aMessage(), 202),
    });
    const { user, where } = renderPage(<Compose />);
    await user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
    expect(screen.queryByRole('group', { name: 'If not read' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('tab', { name: 'Text message' }));
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'No school');
    await screen.findByRole('group', { name: 'If not read' });
    await user.click(screen.getByRole('button', { name: /At once Text message/ }));
    await user.click(await screen.findByRole('option', { name: 'After 30 minutes' }));
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(where()).toBe('/sent/msg_1'));
    expect(asked.find((a) => a.path === '/v1/messages')!.body).toMatchObject({ if_not_read: [{ channel: 'sms', after_minutes: 30 }] });
  });

  it('is left out when nothing is written for it, and steps stand in the order of their times', () => {
    const draft = { ...newDraft(null), sms: 'Text', voice: 'Call', waits: { push: 15, sms: 60, voice: 30 } };
    const message = toNewMessage(draft, 'sch_1', nobody);
    expect(message.if_not_read).toEqual([{ channel: 'voice', after_minutes: 30 }, { channel: 'sms', after_minutes: 60 }]);
    expect(draftOf(message, null).waits).toEqual({ voice: 30, sms: 60 });
    expect(toNewMessage({ ...draft, waits: {} }, 'sch_1', nobody)).not.toHaveProperty('if_not_read');
  });
});

describe('what became of it', () => {
  const part = { channel: 'sms' as const, type: 'sms' as const, total: 8, sent: 8, pending: 0, expired: 0, errors: 0, duplicates: 3, canceled: 0, spared: 2 };
  const shown = (at: string) => renderPage(<ul><PartProgress part={part} isOff={false} counted={10} step={{ channel: 'sms', after_minutes: 30, at }} figure={(_, n) => n} /></ul>);

  it('says who needed nothing more, and counts nobody as missing', () => {
    shown('2026-01-01T10:00:00+00:00');
    expect(screen.getByText(/2 had read or answered, and got nothing more/)).toBeInTheDocument();
    expect(screen.getByText('1 duplicate was left out.')).toBeInTheDocument();
    expect(screen.queryByText(/fewer than counted/)).not.toBeInTheDocument();
  });

  it('says when it goes while it waits', () => {
    shown('2999-01-01T10:00:00+00:00');
    expect(screen.getByText(/^Goes at .* to those who have not read it by then/)).toBeInTheDocument();
  });
});
