// The preview: what will go out, to whom, when, and who is not reached; and the question before a text or a call.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Component as Compose } from '@/app/routes/Compose';
import { asOneDocument } from '@/features/delivery/print';
import { newDraft, keepDraft } from '@/features/messages/draft';
import type { MessagePreview } from '@/lib/api/models';
import { aCount, aMe, aMessage, aReach } from './support/build';
import { fakeApi, ok, problem, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const aPreview = (more: Partial<MessagePreview> = {}): MessagePreview => ({
  letter: { subject: 'About Maya', html: '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body class="page"><p>Dear Ana</p></body></html>', text: '' },
  notice: null, sms_text: 'Maya was late', voice_text: null, push_text: null, in_app: { subject: 'About Maya', html: '<p>Dear Ana</p>' }, sender: 'Dana Whitfield',
  reader: { name: 'Ana Chen', person_kind: 'contact', regarding_student: 'Maya Chen' }, sample: 0, samples: 3, warnings: [], ...more,
});

const reach = { sms: aReach(5, { unreachable: 2, deliveries: 7, reasons: { blocked: 1, no_contact_data: 1 } }), portal: aReach(7) };
const anEstimate = (held: boolean) => ok({
  done_at: '2026-11-24T13:03:00+00:00',
  parts: [{ channel: 'sms', begins_at: '2026-11-24T13:00:00+00:00', done_at: '2026-11-24T13:03:00+00:00', held, in_time: true, stopped: null }],
});

function district(routes: Record<string, Handler> = {}) {
  return fakeApi({
    'POST /v1/audience/count': () => ok(aCount(7, { by_channel: reach, landlines: 1 })),
    'POST /v1/preview': ({ body }) => ok(aPreview({ sample: (body as { sample: number }).sample })),
    'GET /v1/estimate': () => anEstimate(false),
    'POST /v1/messages': () => ok(aMessage(), 202),
    ...routes,
  });
}

const school = { recipientType: 'primary_contacts', picks: [{ kind: 'school', id: 'sch_1', name: 'Lincoln High School' }] };
const written = (more: object = {}) => {
  const draft = { ...newDraft(school), sms: 'Hello {{student.first_name}}', ...more };
  keepDraft('usr_1', draft);
  return draft;
};
const press = (name: string) => screen.getByRole('button', { name });
const emergencies = { me: aMe({ permissions: { ...aMe().permissions, emergency_calls: 'edit' } }) };

describe('the count', () => {
  it('is asked for under the key of the message, so that the same are picked as at sending (RCPT-09)', async () => {
    const draft = written();
    const { asked } = district();
    const { user, where } = renderPage(<Compose />);
    await waitFor(() => expect(asked.find((a) => a.path === '/v1/audience/count')?.body).toMatchObject({ key: draft.key, per_student: true, parts: ['sms'] }));
    await user.click(press('Send'));
    await waitFor(() => expect(where()).toBe('/sent/msg_1'));
    expect(asked.find((a) => a.path === '/v1/messages')!.headers.get('idempotency-key')).toBe(draft.key);
  });
});

describe('the preview', () => {
  it('shows the message for one reader after the other, in every way it takes (COMP-33)', async () => {
    const { key } = written({ html: '<p>Dear {{recipient.first_name}}</p>' });
    const { asked } = district();
    const { user } = renderPage(<Compose />);
    await user.click(press('Preview'));
    const drawer = await screen.findByRole('dialog', { name: 'Preview' });
    expect(await within(drawer).findByText(/Shown for Ana Chen/)).toHaveTextContent('about Maya Chen');
    expect(within(drawer).getByTitle('The email as it arrives')).toHaveAttribute('sandbox', 'allow-same-origin');
    expect(within(drawer).getByRole('region', { name: 'Text message' })).toHaveTextContent('Sent as one text');
    expect(within(drawer).getByRole('region', { name: 'Inbox copy' })).toHaveTextContent('Dear Ana');
    await user.click(within(drawer).getByRole('button', { name: 'The next one' }));
    await within(drawer).findByText('2 of 3');
    const orders = asked.filter((a) => a.path === '/v1/preview').map((a) => a.body);
    expect(orders.at(-1)).toMatchObject({ sample: 1, key, parts: { sms: {}, email: {} } }); // RCPT-09: the same are picked
    expect(asked.some((a) => a.path === '/v1/messages')).toBe(false);
  });

  it('says that without a recipient the fields stand marked (COMP-33)', async () => {
    written({ choice: { recipientType: 'students', picks: [] } });
    district({ 'POST /v1/preview': () => ok(aPreview({ reader: null, samples: 0, sms_text: 'Hello [Student’s first name]' })) });
    const { user } = renderPage(<Compose />);
    await user.click(press('Preview'));
    expect(await screen.findByText(/Insert fields stand in brackets/)).toBeInTheDocument();
    expect(screen.getByText('Hello [Student’s first name]')).toBeInTheDocument();
  });

  it('shows the server’s refusal, and nothing of an empty message', async () => {
    written({ sms: '', voice: '' });
    const { times } = district();
    const { user } = renderPage(<Compose />);
    await user.click(press('Preview'));
    expect(await screen.findByText('Nothing to show yet')).toBeInTheDocument();
    expect(times('POST /v1/preview')).toBe(0);
  });

  it('tells how many, by which way and why not, and when it will be done', async () => {
    written();
    const { asked } = district();
    const { user } = renderPage(<Compose />);
    await user.click(press('Preview'));
    await user.click(await screen.findByRole('tab', { name: 'Who gets it' }));
    const row = await screen.findByRole('row', { name: /Text message/ });
    expect(within(row).getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['5', '2', '7']);
    expect(screen.getByRole('row', { name: '1 · This number is blocked' })).toBeInTheDocument();
    expect(screen.getByRole('row', { name: '1 · A home or work phone: a text may not arrive' })).toBeInTheDocument();
    expect(await screen.findByText(/If you send it now: about .*\d:\d\d [AP]M/)).toBeInTheDocument();
    expect(asked.find((a) => a.path === '/v1/estimate')!.query.get('sms')).toBe('7');
  });

  it('says that texts wait where their provider does not answer, and names no end (QUEUE-04)', async () => {
    written();
    const down = { channel: 'sms', begins_at: '2026-11-24T13:00:00+00:00', done_at: null, held: false, in_time: true, stopped: 'down' };
    district({ 'GET /v1/estimate': () => ok({ done_at: null, parts: [down] }) });
    const { user } = renderPage(<Compose />);
    await user.click(press('Preview'));
    await user.click(await screen.findByRole('tab', { name: 'Who gets it' }));
    expect(await screen.findByText(/Waits while its provider does not answer/)).toBeInTheDocument();
    expect(screen.queryByText(/If you send it now/)).not.toBeInTheDocument();
  });

  it('lists who is not reached, by reason and by name (SEND-14)', async () => {
    written();
    const { asked } = district({
      'POST /v1/audience/unreachable': () => ok({
        items: [{ person_id: 'con_1', person_kind: 'contact', name: 'Bo Miller', channel: 'sms', reason: 'blocked', student_id: 'stu_1', regarding_student: 'Bea Miller', school_id: 'sch_1', school_name: 'Lincoln High School' }],
        next_cursor: null, looked: 7,
      }),
    });
    const { user } = renderPage(<Compose />);
    await user.click(press('Preview'));
    await user.click(await screen.findByRole('tab', { name: 'Not reached' }));
    expect(await screen.findByRole('row', { name: /Bo Miller.*This number is blocked.*Bea Miller/ })).toBeInTheDocument();
    await user.click(screen.getAllByRole('button', { name: /Reason/ })[0]!);
    await user.click(await screen.findByRole('option', { name: 'A home or work phone: a text may not arrive (1)' }));
    await user.type(screen.getByRole('searchbox'), 'bo');
    await waitFor(() => expect(asked.at(-1)!.body).toMatchObject({ reason: 'landline', q: 'bo', parts: ['sms'] }));
  });
});

describe('before a text or a call', () => {
  it('outside the call window says when it will leave; go back or go on (SEND-06)', async () => {
    written();
    const { times, asked } = district({ 'GET /v1/estimate': () => anEstimate(true) });
    const { user, where } = renderPage(<Compose />);
    await user.click(press('Send'));
    const dialog = await screen.findByRole('alertdialog', { name: 'This goes to 7 people' });
    expect(within(dialog).getByText(/Text message: held until Tuesday, November 24 .*\d:\d\d [AP]M \w+/)).toBeInTheDocument();
    expect(within(dialog).getByText(/emails and inbox copies go at once/)).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Go back' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
    expect(times('POST /v1/messages')).toBe(0);
    await user.click(press('Send'));
    await user.click(await screen.findByRole('button', { name: 'Send to 7 people' }));
    await waitFor(() => expect(where()).toBe('/sent/msg_1'));
    expect(asked.find((a) => a.path === '/v1/messages')!.body).toMatchObject({ confirmed_recipients: 7 });
  });

  const asks = async (estimate: Handler) => {
    written({ smsEmergency: true });
    district({ 'GET /v1/estimate': estimate });
    const { user } = renderPage(<Compose />, emergencies);
    await user.click(press('Send'));
    return screen.findByRole('alertdialog', { name: 'Emergency to 7 people' });
  };

  it('says about when it will be done (COMP-33)', async () => {
    const dialog = await asks(() => anEstimate(false));
    expect(await within(dialog).findByText(/Done at about Tuesday, November 24 .*\d:\d\d [AP]M \w+/)).toBeInTheDocument();
  });

  it('says that texts wait where their provider does not answer, and can be sent all the same (QUEUE-04)', async () => {
    const down = { channel: 'sms', begins_at: '2026-11-24T13:00:00+00:00', done_at: null, held: false, in_time: true, stopped: 'down' };
    const dialog = await asks(() => ok({ done_at: null, parts: [down] }));
    expect(await within(dialog).findByText(/Waits while its provider does not answer/)).toBeInTheDocument();
    expect(within(dialog).queryByText(/Done at about/)).not.toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Send the emergency to 7 people' })).toBeEnabled();
  });

  it('does not fail where nobody can say when', async () => {
    const dialog = await asks(() => problem(500, 'internal'));
    await waitFor(() => expect(within(dialog).queryByText(/Working out/)).not.toBeInTheDocument());
    expect(within(dialog).getByRole('button', { name: 'Send the emergency to 7 people' })).toBeEnabled();
  });

  it('an emergency to a few is asked about, and no window is named (SEND-06)', async () => {
    written({ smsEmergency: true });
    const { asked, times } = district();
    const { user } = renderPage(<Compose />, emergencies);
    await user.click(press('Send'));
    const dialog = await screen.findByRole('alertdialog', { name: 'Emergency to 7 people' });
    expect(within(dialog).getByText(/whatever the hour/)).toBeInTheDocument();
    expect(asked.find((a) => a.path === '/v1/estimate')!.query.getAll('emergency')).toEqual(['sms']);
    expect(times('POST /v1/messages')).toBe(0);
  });

  it('opens the preview above the question, which waits (COMP-33)', async () => {
    written({ smsEmergency: true });
    district();
    const { user } = renderPage(<Compose />, emergencies);
    await user.click(press('Send'));
    await user.click(await screen.findByRole('button', { name: 'See what will go out' }));
    expect(await screen.findByText(/Shown for Ana Chen/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(await screen.findByRole('button', { name: 'Send the emergency to 7 people' })).toBeInTheDocument();
  });

  it('a refusal closes the question and is told on the page', async () => {
    written({ smsEmergency: true });
    district({ 'POST /v1/messages': () => problem(400, 'invalid', { errors: [{ field: 'parts.sms.text', message: 'Too long.' }] }) });
    const { user } = renderPage(<Compose />, emergencies);
    await user.click(press('Send'));
    await user.click(await screen.findByRole('button', { name: 'Send the emergency to 7 people' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
    expect(await screen.findByRole('alert')).toHaveTextContent('Too long.');
  });

  it('an email alone is sent without a question', async () => {
    written({ sms: '', html: '<p>Hi</p>' });
    const { times } = district({ 'GET /v1/estimate': () => anEstimate(true) });
    const { user, where } = renderPage(<Compose />);
    await user.click(press('Send'));
    await waitFor(() => expect(where()).toBe('/sent/msg_1'));
    expect(times('GET /v1/estimate')).toBe(0);
  });
});

describe('who may not send', () => {
  const printer = { me: aMe({ permissions: { communication: 'view', send_sms: 'edit', send_to_staff: 'edit' } }) };

  it('writes and prints: nothing to send, schedule or import is there (PERM-06)', async () => {
    written({ html: '<p>Hi</p>' });
    const printed = vi.fn();
    vi.spyOn(HTMLIFrameElement.prototype, 'contentWindow', 'get').mockReturnValue({ print: printed } as unknown as Window);
    const { times } = district();
    const { user } = renderPage(<Compose />, printer);
    for (const name of ['Send', 'Schedule…', 'Import recipients']) expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Emailhas text']);
    await user.keyboard('{Control>}{Enter}{/Control}');
    await user.click(press('Preview and print'));
    await user.click(await screen.findByRole('button', { name: 'Print this letter' }));
    const frame = document.querySelector<HTMLIFrameElement>('#print-frame')!;
    expect(frame.srcdoc).toContain('Dear Ana');
    expect(frame.getAttribute('sandbox')).not.toContain('allow-scripts');
    await waitFor(() => expect(printed).toHaveBeenCalledOnce());
    await user.click(screen.getByRole('button', { name: 'Print all 3 letters' }));
    await waitFor(() => expect(document.querySelector<HTMLIFrameElement>('#print-frame')!.srcdoc.match(/class="printed"/g)).toHaveLength(3));
    expect([times('POST /v1/audience/count'), times('POST /v1/messages')]).toEqual([0, 0]);
    vi.restoreAllMocks();
  });

  it('and letters stand each on a page of its own', () => {
    const one = '<html lang="es"><head><style>a{}</style></head><body><p>A<script>x</script></p></body></html>';
    const page = new DOMParser().parseFromString(asOneDocument([one, one]), 'text/html');
    expect([...page.querySelectorAll('section.printed')].map((each) => each.getAttribute('lang'))).toEqual(['es', 'es']);
    expect(asOneDocument([])).toBe('');
  });
});
