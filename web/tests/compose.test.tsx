// Compose, from the keyboard to the request: counters, confirmation, once and only once, nothing lost.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Compose } from '@/app/routes/Compose';
import { keepDraft, newDraft } from '@/features/messages/draft';
import type { Me, NewMessage } from '@/lib/api/models';
import { aCount, aMe, aMessage, aSchool } from './support/build';
import { fakeApi, ok, problem, unplugged, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

function district(people: number, send: Handler) {
  return fakeApi({
    'POST /v1/audience/count': () => ok(aCount(people)),
    'GET /v1/students': ({ query }) => ok({ items: [{ student_id: 'stu_1', name: query.get('q') ? 'Maya Chen' : 'Liam Brooks', grade: '09', school_id: 'sch_1', school_name: 'Lincoln High School' }], next_cursor: null, total: 1345 }),
    'POST /v1/messages': send,
  });
}

const over100: Handler = ({ body }) => ((body as NewMessage).confirmed_recipients === 2143
  ? ok(aMessage(), 202)
  : problem(409, 'confirmation-required', { recipients: 2143, by_channel: { sms: { reachable: 1980, unreachable: 163 }, portal: { reachable: 2143, unreachable: 0 } } }));

async function writeText(user: ReturnType<typeof renderPage>['user'], text = 'No school today') {
  await user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
  await user.click(screen.getByRole('tab', { name: 'Text message' }));
  const field = screen.getByRole('textbox', { name: 'Text message' });
  await user.click(field);
  await user.paste(text.slice(0, -2)); // each key costs a drawing of the whole page; two show that keys arrive
  await user.type(field, text.slice(-2));
}

const send = () => screen.getByRole('button', { name: 'Send' });

describe('sending', () => {
  it('goes out at once to a few, and then shows the sent message (SEND-01)', async () => {
    const { asked, times } = district(3, () => ok(aMessage(), 202));
    const { user, where } = renderPage(<Compose />);
    await writeText(user);
    await user.click(send());
    await waitFor(() => expect(where()).toBe('/sent/msg_1'));
    expect(times('POST /v1/messages')).toBe(1);
    expect(asked.find((a) => a.path === '/v1/messages')!.body).toMatchObject({
      school_id: 'sch_1', parts: { sms: { text: 'No school today' } }, audience: { students: { recipient_type: 'primary_contacts', schools: ['sch_1'] }, staff: null },
    });
    expect(sessionStorage.getItem('carillon.draft.usr_1')).toBeNull();
  });

  it('asks above 100 with the server’s numbers; Go Back loses nothing; Send carries the number, under the same key (SEND-02)', async () => {
    const { asked } = district(2143, over100);
    const { user, where } = renderPage(<Compose />);
    await writeText(user);
    await user.click(send());
    const dialog = await screen.findByRole('alertdialog', { name: 'This goes to 2,143 people' });
    expect(within(dialog).getByText(/1,980/)).toBeInTheDocument();
    expect(dialog).toHaveTextContent('What has left cannot be called back. You can pause or cancel what has not left yet.');
    await user.click(within(dialog).getByRole('button', { name: 'Go back' }));
    expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: 'Text message' })).toHaveValue('No school today');
    await user.click(send());
    await user.click(await screen.findByRole('button', { name: 'Send to 2,143 people' }));
    await waitFor(() => expect(where()).toBe('/sent/msg_1'));
    const keys = asked.filter((a) => a.path === '/v1/messages').map((a) => a.headers.get('idempotency-key'));
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it('sends once however often the button is pressed', async () => {
    const { times } = district(3, async () => { await new Promise((done) => setTimeout(done, 50)); return ok(aMessage(), 202); });
    const { user, where } = renderPage(<Compose />);
    await writeText(user);
    await user.dblClick(send());
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(where()).toBe('/sent/msg_1'));
    expect(times('POST /v1/messages')).toBe(1);
  });

  it('after a lost connection keeps all, says so, and tries again under the same key', async () => {
    let plugged = false;
    const { asked } = district(3, () => (plugged ? ok(aMessage(), 202) : unplugged()));
    const { user, where } = renderPage(<Compose />);
    await writeText(user);
    await user.click(send());
    expect(await screen.findByText(/no connection/)).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent('Not sent');
    expect(screen.getByRole('alert')).toHaveFocus();
    plugged = true;
    await user.click(send());
    await waitFor(() => expect(where()).toBe('/sent/msg_1'));
    const [first, second] = asked.filter((a) => a.path === '/v1/messages').map((a) => a.headers.get('idempotency-key'));
    expect(first).toBe(second);
  });

  it('says what is missing and does not bother the server', async () => {
    const { times } = district(0, () => ok(aMessage(), 202));
    const { user } = renderPage(<Compose />);
    await user.click(send());
    const summary = screen.getByRole('alert');
    expect(summary).toHaveFocus();
    expect(within(summary).getAllByRole('link').map((a) => a.textContent)).toEqual(['Choose at least one recipient.', 'Write an email, a text message or a call.']);
    expect(times('POST /v1/messages')).toBe(0);
  });

  it('lets each complaint go when its field is changed, and keeps the others', async () => {
    district(3, () => ok(aMessage(), 202));
    const { user } = renderPage(<Compose />);
    await user.click(send());
    await user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
    expect(screen.queryAllByText('Choose at least one recipient.')).toHaveLength(0);
    expect(screen.getAllByText('Write an email, a text message or a call.')).not.toHaveLength(0);
    expect(screen.getByRole('checkbox', { name: /Lincoln High School/ })).toHaveFocus();
    await user.click(screen.getByRole('tab', { name: 'Text message' }));
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Hello');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('asks about an emergency as one, and counts it as one (CHAN-08)', async () => {
    const { asked } = district(2143, over100);
    const { user, where } = renderPage(<Compose />, { me: aMe({ permissions: { ...aMe().permissions, emergency_calls: 'edit' } }) });
    await writeText(user);
    await user.click(screen.getByRole('checkbox', { name: /Emergency/ }));
    await waitFor(() => expect(asked.at(-1)!.body).toMatchObject({ parts: ['sms'], emergency: ['sms'] }), { timeout: 5000 });
    await user.click(send());
    const dialog = await screen.findByRole('alertdialog', { name: 'Emergency to 2,143 people' });
    expect(within(dialog).getByText(/also to numbers marked Blocked/)).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Send the emergency to 2,143 people' }));
    await waitFor(() => expect(where()).toBe('/sent/msg_1'));
  });

  it('does not say of an emergency that waits for readers that it goes at once (SEND-09)', async () => {
    district(2143, over100);
    const { user } = renderPage(<Compose />, { me: aMe({ permissions: { ...aMe().permissions, emergency_calls: 'edit' } }) });
    await writeText(user);
    await user.click(screen.getByRole('checkbox', { name: /Emergency/ }));
    await user.click(await screen.findByRole('button', { name: /At once Text message/ }));
    await user.click(await screen.findByRole('option', { name: 'After 30 minutes' }));
    await user.click(send());
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Emergency to 2,143 people' }));
    expect(dialog.getByText(/^It follows as set below, at any hour/)).toBeInTheDocument();
    expect(dialog.queryByText(/at once/i)).toBeNull();
  });

  it('shows the server’s refusal at its field', async () => {
    district(3, () => problem(400, 'invalid', { errors: [{ field: 'parts.sms.text', message: 'The text may have 130 characters.' }] }));
    const { user } = renderPage(<Compose />);
    await writeText(user);
    await user.click(send());
    await screen.findByRole('alert');
    const text = screen.getByRole('textbox', { name: 'Text message' });
    expect(text).toHaveAccessibleDescription(/may have 130 characters/);
    await user.type(text, '!');
    expect(text).not.toHaveAccessibleDescription(/may have 130 characters/);
  });

  it('tells when the message was accepted before, instead of sending it twice', async () => {
    district(3, () => problem(409, 'conflict', { errors: [{ field: 'Idempotency-Key', message: 'This key was used for another message.' }] }));
    const { user } = renderPage(<Compose />);
    await writeText(user);
    await user.click(send());
    expect(await screen.findByText('This message has already been sent')).toBeInTheDocument();
  });

  it('says what else stands in the way, and not that it was sent (A-55)', async () => {
    district(3, () => problem(409, 'conflict', { errors: [{ field: 'parts.voice', message: 'Nobody can call yet.' }] }));
    const { user } = renderPage(<Compose />);
    await writeText(user);
    await user.click(send());
    expect(await screen.findByText('Nobody can call yet.')).toBeInTheDocument();
    expect(screen.queryByText('This message has already been sent')).not.toBeInTheDocument();
  });
});

describe('writing', () => {
  it('cuts what is pasted at the limit, says so, and takes no 131st character (SMS-02)', async () => {
    district(3, over100);
    const { user } = renderPage(<Compose />);
    await user.click(screen.getByRole('tab', { name: 'Text message' }));
    const box = screen.getByRole('textbox', { name: 'Text message' });
    await user.click(box);
    await user.paste(`${'🔔'.repeat(129)}abc`);
    expect(box).toHaveValue(`${'🔔'.repeat(129)}a`);
    expect(screen.getByText('130 of 130 characters')).toBeInTheDocument();
    expect(screen.getByText('Full: 2 characters were left out')).toBeInTheDocument();
    await user.keyboard('{Backspace}');
    expect(screen.queryByText(/Full:/)).not.toBeInTheDocument();
    await user.keyboard('xy');
    expect(box).toHaveValue(`${'🔔'.repeat(129)}x`);
    expect(screen.getByText('Full: one character was left out')).toBeInTheDocument();
  });

  it('tells a draft that is over a lowered limit how much is too many, and lets it get shorter (SMS-02)', async () => {
    district(3, over100);
    sessionStorage.setItem('carillon.draft.usr_1', JSON.stringify({ key: 'k', choice: { recipientType: null, picks: [] }, subject: '', html: '', sms: 'a'.repeat(132), smsEmergency: false, voice: '', voiceEmergency: false, push: false, priority: false }));
    const { user } = renderPage(<Compose />);
    await user.click(screen.getByRole('tab', { name: /Text message/ }));
    expect(screen.getByText('132 of 130 characters')).toBeInTheDocument();
    expect(screen.getByText('2 characters too many')).toBeInTheDocument();
    expect(screen.queryByText('Sent as one text')).not.toBeInTheDocument();
    await user.click(screen.getByRole('textbox', { name: 'Text message' }));
    await user.keyboard('{Backspace}{Backspace}');
    expect(screen.getByText('Sent as one text')).toBeInTheDocument();
  });

  it.each([
    ['with the right', {}, true],
    ['not without it', { permissions: { communication: 'edit', send_messages: 'edit' } }, false],
    ['not where the school has no texts, whatever the right', { schools: [aSchool({ withheld: ['send_sms'] })] }, false],
  ] as const)('offers a text %s (SMS-01)', (_, more, isThere) => {
    district(3, over100);
    renderPage(<Compose />, { me: aMe(more as Partial<Me>) });
    expect(screen.queryAllByRole('tab', { name: 'Text message' })).toHaveLength(isThere ? 1 : 0);
  });

  it('shows how many are chosen out of how many (COMP-31)', async () => {
    district(3, over100);
    const { user } = renderPage(<Compose />);
    await user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
    expect(await screen.findByText('3 / 1,345 students')).toBeInTheDocument();
  });

  it('comes back after a reload', async () => {
    district(3, over100);
    const first = renderPage(<Compose />);
    await writeText(first.user, 'Half a mess');
    first.unmount();
    renderPage(<Compose />);
    expect(screen.getByText('All of Lincoln High School')).toBeInTheDocument();
    await first.user.click(screen.getByRole('tab', { name: /Text message/ }));
    expect(screen.getByRole('textbox', { name: 'Text message' })).toHaveValue('Half a mess');
  });

  it('asks before discarding', async () => {
    district(3, over100);
    const { user } = renderPage(<Compose />);
    await writeText(user);
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    const question = screen.getByRole('alertdialog');
    await user.click(within(question).getByRole('button', { name: 'Keep writing' }));
    expect(screen.getByRole('textbox', { name: 'Text message' })).toHaveValue('No school today');
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Discard' }));
    expect(screen.getByRole('textbox', { name: 'Text message' })).toHaveValue('');
  });
});

describe('choosing recipients', () => {
  it('searches students on the server, ticks them into chips, and lets them go', async () => {
    const { asked } = district(3, over100);
    const { user } = renderPage(<Compose />);
    await user.click(screen.getByRole('radio', { name: 'Student' }));
    await user.type(screen.getByRole('searchbox', { name: 'Find students' }), 'maya');
    await user.click(await screen.findByRole('option', { name: /Maya Chen/ }));
    expect(asked.filter((a) => a.path === '/v1/students').map((a) => a.query.get('q'))).toContain('maya');
    const chips = screen.getByRole('grid', { name: 'Chosen recipients' });
    expect(within(chips).getByText('Maya Chen')).toBeInTheDocument();
    await user.click(within(chips).getByRole('button', { name: /Remove Maya Chen/ }));
    expect(screen.queryByRole('grid', { name: 'Chosen recipients' })).not.toBeInTheDocument();
  });

  it('offers only what is granted (PERM-10): no student types, no student picker; no Send to Staff, no staff picker', () => {
    district(3, over100);
    const { unmount } = renderPage(<Compose />, { me: aMe({ recipient_types: [] }) });
    expect(screen.queryByRole('radio', { name: 'Student' })).not.toBeInTheDocument();
    expect(screen.getByRole('radio', { name: 'Staff' })).toBeInTheDocument();
    unmount();
    renderPage(<Compose />, { me: aMe({ permissions: { communication: 'edit', send_messages: 'edit' } }) });
    expect(screen.queryByRole('radio', { name: 'Staff' })).not.toBeInTheDocument();
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Email']);
  });

  it('clears a type that is granted no more, says so, and sends nothing until another is chosen (PERM-A08)', async () => {
    keepDraft('usr_1', { ...newDraft({ recipientType: 'once_per_family', picks: [{ kind: 'school', id: 'sch_1', name: 'Lincoln High School' }] }), html: '<p>Hello</p>' });
    const { times } = district(3, over100);
    const { user } = renderPage(<Compose />);
    expect(screen.getByText(/no longer lets you write to this kind of recipient: Once per family/i)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Send' }));
    expect(screen.getAllByText(/needs? your attention/).length).toBeGreaterThan(0);
    expect(times('POST /v1/messages')).toBe(0);
  });

  it('is not for families who may not send (PERM-F02)', () => {
    district(3, over100);
    renderPage(<Compose />, { me: aMe({ roles: ['parent'], permissions: { communication: 'view' } }) });
    expect(screen.getByRole('heading', { name: 'You cannot write messages' })).toBeInTheDocument();
  });
});
