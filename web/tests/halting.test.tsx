// Pausing and canceling a message that is going out (R14): who may, what is asked, and the honest numbers.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as SentMessage } from '@/app/routes/SentMessage';
import { HaltButtons, HaltNotice } from '@/features/messages/components/Halting';
import type { WholeMessage } from '@/lib/api/models';
import { aMe, aMessage } from './support/build';
import { fakeApi, ok, problem } from './support/fake-api';
import { renderPage } from './support/render';

const going = (more: Partial<WholeMessage> = {}) => aMessage({ status: 'sending', ...more });
const halted = (state: 'paused' | 'canceled', still: number | null): WholeMessage['halt'] => ({
  state, by: { user_id: 'usr_1', name: 'Dana Whitfield' }, at: '2026-11-23T11:41:00+00:00', may_still_leave: still,
});
const part = { channel: 'email' as const, type: 'email' as const, total: 200, sent: 50, pending: 2, expired: 148, errors: 0, duplicates: 0, canceled: 148, spared: 0 };
const server = () => fakeApi({
  'POST /v1/messages/msg_1/pause': () => ok(going({ halt: halted('paused', 0) })),
  'POST /v1/messages/msg_1/resume': () => ok(going()),
  'POST /v1/messages/msg_1/cancellation': () => ok(going({ halt: halted('canceled', 0) })),
});

describe('stopping a message', () => {
  it('pauses at once, because it can go on', async () => {
    const { times } = server();
    const { user } = renderPage(<HaltButtons message={going()} />);
    await user.click(screen.getByRole('button', { name: 'Pause' }));
    await waitFor(() => expect(times('POST /v1/messages/msg_1/pause')).toBe(1));
  });

  it('asks once and keeps asking when the button is pressed twice', async () => {
    const { times } = server();
    const { user } = renderPage(<HaltButtons message={going()} />);
    await user.dblClick(screen.getByRole('button', { name: 'Cancel sending' }));
    expect(screen.getByRole('alertdialog', { name: 'Cancel this message?' })).toBeInTheDocument();
    expect(times('POST /v1/messages/msg_1/cancellation')).toBe(0);
  });

  it('goes on when it is paused', async () => {
    const { times } = server();
    const { user } = renderPage(<HaltButtons message={going({ halt: halted('paused', 0) })} />);
    await user.click(screen.getByRole('button', { name: 'Go on sending' }));
    await waitFor(() => expect(times('POST /v1/messages/msg_1/resume')).toBe(1));
  });

  it('shows at once what the answer says', async () => {
    let reads = 0;
    fakeApi({
      'GET /v1/messages/msg_1': () => (reads++ ? new Promise<never>(() => undefined) : ok(going({ halt: halted('paused', 0) }))),
      'POST /v1/messages/msg_1/resume': () => ok(going()),
    });
    const { user } = renderPage(<SentMessage />, { path: '/sent/:messageId', at: '/sent/msg_1' });
    await user.click(await screen.findByRole('button', { name: 'Go on sending' }));
    expect(await screen.findByRole('button', { name: 'Pause' })).toBeInTheDocument();
    expect(screen.queryByText(/Paused by/)).not.toBeInTheDocument();
  });

  it('asks before it cancels, and says what stays', async () => {
    const { times } = server();
    const { user } = renderPage(<HaltButtons message={going()} />);
    await user.click(screen.getByRole('button', { name: 'Cancel sending' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Cancel this message?' });
    expect(dialog).toHaveTextContent('What has left stays where it arrived');
    await user.click(within(dialog).getByRole('button', { name: 'Keep sending' }));
    expect(times('POST /v1/messages/msg_1/cancellation')).toBe(0);
    await user.click(screen.getByRole('button', { name: 'Cancel sending' }));
    await user.click(await screen.findByRole('button', { name: 'Cancel the message' }));
    await waitFor(() => expect(times('POST /v1/messages/msg_1/cancellation')).toBe(1));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
  });

  it('is not offered when nothing waits, when it is canceled, or to whoever may only look', () => {
    const other = { sender: { user_id: 'usr_9', name: 'Grace Murphy' } };
    const { unmount } = renderPage(<><HaltButtons message={aMessage()} /><HaltButtons message={going({ halt: halted('canceled', 0) })} /></>);
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
    unmount();
    renderPage(<HaltButtons message={going(other)} />, { me: aMe({ permissions: { communication_reports: 'view' } }) });
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('closes the question when it is too late', async () => {
    fakeApi({ 'POST /v1/messages/msg_1/cancellation': () => problem(409, 'conflict') });
    const { user } = renderPage(<HaltButtons message={going()} />);
    await user.click(screen.getByRole('button', { name: 'Cancel sending' }));
    await user.click(await screen.findByRole('button', { name: 'Cancel the message' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
  });
});

describe('what became of it', () => {
  it('counts what is pending apart from what had left; together they are the total (A-89)', () => {
    const some = { ...part, total: 3925, sent: 1116, errors: 249, pending: 1829, expired: 731, canceled: 731 };
    renderPage(<HaltNotice message={going({ parts: [some], halt: halted('canceled', 150) })} />);
    expect(screen.getByText(/731 deliveries were not sent. 1,365 had left or ended before. At most 150 more, already in hand, may still leave. 1,679 have left and wait for the provider’s answer./)).toBeInTheDocument();
  });

  it('gives no bound before it is counted', () => {
    renderPage(<HaltNotice message={going({ parts: [{ ...part, pending: 1980 }], halt: halted('paused', null) })} />);
    expect(screen.getByText(/^Nothing more is handed over until you go on. .* Those already in hand may still leave; they are being counted. 1,980 have no result yet: they wait here, or have left/)).toBeInTheDocument();
  });

  it('says how many were not sent, how many had left, and how many still may', () => {
    renderPage(<HaltNotice message={going({ parts: [part], halt: halted('canceled', 2) })} />);
    expect(screen.getByText(/^Canceled by Dana Whitfield/)).toBeInTheDocument();
    expect(screen.getByText(/148 deliveries were not sent. 50 had left or ended before. At most 2 more, already in hand, may still leave.$/)).toBeInTheDocument();
  });

  it('does not say of what has left that it was stopped', () => {
    renderPage(<HaltNotice message={going({ parts: [{ ...part, pending: 468 }], halt: halted('canceled', 0) })} />);
    expect(screen.getByText(/468 have left and wait for the provider’s answer.$/)).toBeInTheDocument();
  });

  it('does not say in one breath that nothing leaves and that some may', () => {
    renderPage(<HaltNotice message={going({ parts: [{ ...part, pending: 790 }], halt: halted('paused', 30) })} />);
    expect(screen.getByText(/^Nothing more is handed over until you go on. .* At most 30 more, already in hand, may still leave. 790 have no result yet: they wait here, or have left/)).toBeInTheDocument();
  });

  it('says nothing of a pause that ended with the message', () => {
    renderPage(<><HaltNotice message={aMessage({ halt: halted('paused', 0) })} /><HaltButtons message={aMessage({ halt: halted('paused', 0) })} /></>);
    expect(screen.queryByText(/Paused by/)).not.toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('says that a paused one waits', () => {
    renderPage(<HaltNotice message={going({ halt: halted('paused', 0) })} />);
    expect(screen.getByText(/^Nothing more leaves until you go on. What waits too long expires./)).toBeInTheDocument();
  });
});
