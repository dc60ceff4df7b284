// Sending again to those not reached: what is said before, that twice is once, and where the tries stand.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as SentMessage } from '@/app/routes/SentMessage';
import { Toasts } from '@/components/Toast';
import type { ResendOffer, WholeMessage } from '@/lib/api/models';
import { aMe, aMessage } from './support/build';
import { fakeApi, ok, problem } from './support/fake-api';
import { renderPage } from './support/render';

const part = { channel: 'email' as const, type: 'email' as const, total: 10, sent: 7, pending: 0, expired: 0, errors: 3, duplicates: 0, canceled: 0, spared: 0 };
const failed = (more: Partial<WholeMessage> = {}) => aMessage({ parts: [part], ...more });
const aTry = (status: 'sending' | 'done') => ({
  number: 1, message_id: 'msg_2', at: '2026-11-23T12:00:00+00:00', by: { user_id: 'usr_1', name: 'Dana Whitfield' }, status, parts: [{ ...part, total: 2, sent: 2, errors: 0 }],
});
const paused: WholeMessage['halt'] = { state: 'paused', by: { user_id: 'usr_1', name: 'Dana' }, at: '2026-11-23T12:00:00+00:00', may_still_leave: 0 };
const offer: ResendOffer = {
  number: 1, deliveries: 2, approximate: false, reasons: [
    { channel: 'email', reason: 'mailbox_full', words: 'The mailbox is full', count: 2, again: 2 },
    { channel: 'email', reason: 'no_mailbox', words: 'There is no such mailbox', count: 1, again: 0 },
  ],
};
const opened = { path: '/sent/:messageId', at: '/sent/msg_1', me: aMe({ permissions: { ...aMe().permissions, send_messages: 'edit' } }) };
const press = async (user: ReturnType<typeof renderPage>['user'], name: string) => user.click(await screen.findByRole('button', { name }));

describe('sending again', () => {
  it('says how many and why before it does, and names the number that was shown', async () => {
    let message = failed();
    const { asked } = fakeApi({
      'GET /v1/messages/msg_1': () => ok(message),
      'GET /v1/messages/msg_1/resend': () => ok(offer),
      'POST /v1/messages/msg_1/resend': () => { message = failed({ resends: [aTry('sending')] }); return ok(aMessage({ message_id: 'msg_2' }), 202); },
    });
    const { user } = renderPage(<><SentMessage /><Toasts /></>, opened);
    await press(user, 'Send again to those not reached');
    const dialog = await screen.findByRole('dialog', { name: 'Send again to those not reached' });
    expect(await within(dialog).findByText('2 of 2 again')).toBeInTheDocument();
    expect(within(dialog).getByText('1 stays out')).toBeInTheDocument();
    expect(within(dialog).getAllByText('Email:')).toHaveLength(2);
    await press(user, 'Send 2 again');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(asked.find((a) => a.method === 'POST')?.body).toEqual({ number: 1, confirmed_recipients: 2 });
    expect(await screen.findByRole('link', { name: 'Try 1' })).toHaveAttribute('href', '/sent/msg_2');
    expect(screen.getByText('Email: 2 of 2 sent')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Other tries' })).toHaveFocus());
    expect(screen.getByText('Sent again to 2.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'See the try' })).toBeInTheDocument();
  });

  it('offers nothing to send when nobody could be reached', async () => {
    fakeApi({
      'GET /v1/messages/msg_1': () => ok(failed()),
      'GET /v1/messages/msg_1/resend': () => ok({ ...offer, deliveries: 0, reasons: offer.reasons.slice(1) }),
    });
    const { user } = renderPage(<SentMessage />, opened);
    await press(user, 'Send again to those not reached');
    expect(await screen.findByText(/Nobody could be reached by trying again/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Send \d/ })).not.toBeInTheDocument();
  });

  it('shows the new number when it has changed meanwhile', async () => {
    const offers = [offer, { ...offer, deliveries: 1 }];
    fakeApi({
      'GET /v1/messages/msg_1': () => ok(failed()),
      'GET /v1/messages/msg_1/resend': () => ok(offers.length > 1 ? offers.shift() : offers[0]),
      'POST /v1/messages/msg_1/resend': () => problem(409, 'confirmation-required'),
    });
    const { user } = renderPage(<SentMessage />, opened);
    await press(user, 'Send again to those not reached');
    await press(user, 'Send 2 again');
    expect(await screen.findByRole('button', { name: 'Send 1 again' })).toBeInTheDocument();
  });

  it.each<[string, Partial<WholeMessage>]>([
    ['is a try itself', { resend_of: 'msg_0', resend_number: 1 }],
    ['has a try going out', { resends: [aTry('sending')] }],
    ['is paused', { status: 'sending', halt: paused }],
    ['was canceled', { halt: { state: 'canceled', by: { user_id: 'usr_1', name: 'Dana' }, at: '2026-11-23T12:00:00+00:00', may_still_leave: 0 } }],
  ])('is not offered for one that %s', async (_, more) => {
    fakeApi({ 'GET /v1/messages/msg_1': () => ok(failed(more)) });
    renderPage(<SentMessage />, opened);
    await screen.findByText('7 of 10 sent');
    expect(screen.queryByRole('button', { name: 'Send again to those not reached' })).not.toBeInTheDocument();
  });

  it('is offered for one that was paused and has ended', async () => {
    fakeApi({ 'GET /v1/messages/msg_1': () => ok(failed({ halt: paused })) });
    renderPage(<SentMessage />, opened);
    expect(await screen.findByRole('button', { name: 'Send again to those not reached' })).toBeInTheDocument();
    expect(screen.queryByText(/Paused by/)).not.toBeInTheDocument();
  });

  it('leads from a try to the first message', async () => {
    fakeApi({ 'GET /v1/messages/msg_1': () => ok(failed({ resend_of: 'msg_0', resend_number: 2 })) });
    renderPage(<SentMessage />, opened);
    expect(await screen.findByRole('link', { name: 'See the first message' })).toHaveAttribute('href', '/sent/msg_0');
  });
});
