// Signatures: written in one's settings, put under a message or an answer where they are ticked, counted with the text.
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Compose } from '@/app/routes/Compose';
import Signatures from '@/app/routes/settings/Signatures';
import { ReplyBox } from '@/features/threads/components/ReplyBox';
import type { Conversation } from '@/lib/api/models';
import { aCount, aMe, aMessage } from './support/build';
import { fakeApi, ok, problem, tagged, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const both = { email_html: '<p>Dana Whitfield</p>', sms_text: 'D. Whitfield' };
const none = { email_html: '', sms_text: '' };

function compose(own: typeof both, me = aMe()) {
  const api = fakeApi({
    'GET /v1/me/signatures': () => tagged(own, '"one"'),
    'POST /v1/audience/count': () => ok(aCount(3)),
    'POST /v1/messages': () => ok(aMessage(), 202),
  });
  return { ...api, ...renderPage(<Compose />, { me }), sent: () => api.asked.find((each) => each.path === '/v1/messages')?.body };
}

const toText = async (user: ReturnType<typeof renderPage>['user'], text: string) => {
  await user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
  await user.click(screen.getByRole('tab', { name: /Text message/ }));
  await user.click(screen.getByRole('textbox', { name: 'Text message' }));
  await user.paste(text);
};
const include = () => screen.findByRole('checkbox', { name: /Include signature/ });

describe('Include signature', () => {
  it('asks for them when it is ticked, and not otherwise (COMP-27, SET-12)', async () => {
    const { user, sent } = compose(both);
    await toText(user, 'No school');
    expect(await include()).not.toBeChecked();
    await user.click(await include());
    expect(screen.getByText('D. Whitfield')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(sent()).toMatchObject({ include_signature: true, parts: { sms: { text: 'No school' } } }));
  });

  it('is not there for who has none (COMP-27)', async () => {
    const { user, sent, asked } = compose(none);
    await waitFor(() => expect(asked.some((each) => each.path === '/v1/me/signatures')).toBe(true));
    await toText(user, 'No school');
    expect(screen.queryByRole('checkbox', { name: /Include signature/ })).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Add a signature in Settings' })).toHaveAttribute('href', '/settings');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(sent()).not.toHaveProperty('include_signature'));
  });

  it('counts with the text, leaves the rest of the room, and says so (SMS-03, SMS-08)', async () => {
    const { user } = compose(both);
    await user.click(await include());
    await toText(user, 'a'.repeat(130));
    expect(screen.getByRole('textbox', { name: 'Text message' })).toHaveValue('a'.repeat(117));
    expect(screen.getByText('130 of 130 characters')).toBeInTheDocument();
    expect(screen.getByText('with your signature')).toBeInTheDocument();
    expect(screen.getByText('Full: 13 characters were left out')).toBeInTheDocument();
  });

  it('ticked under a full text is told before it is sent (SMS-08)', async () => {
    const { user, times } = compose(both);
    await toText(user, 'a'.repeat(130));
    await user.click(await include());
    expect(screen.getByText('143 of 130 characters')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Send' }));
    expect(screen.getByRole('alert')).toHaveTextContent('Text and signature together may have 130 characters.');
    expect(times('POST /v1/messages')).toBe(0);
    await user.click(await include());
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('is off as the school, where nobody learns who wrote (COMP-16)', async () => {
    const me = aMe({ permissions: { ...aMe().permissions, send_from_school: 'edit' } });
    const { user, sent } = compose(both, me);
    await toText(user, 'No school');
    await user.click(await include());
    await user.click(screen.getByRole('button', { name: /Sender/ }));
    await user.click(await screen.findByRole('option', { name: /^Lincoln/ }));
    expect(await include()).toBeDisabled();
    expect(await include()).not.toBeChecked();
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(sent()).toMatchObject({ source: 'school' }));
    expect(sent()).not.toHaveProperty('include_signature');
  });
});

describe('an answer', () => {
  const talk = { thread_id: 'thr_1', cannot_reply: null, with: { kind: 'user', id: 'mum', name: 'Mary', school_name: '' } } as unknown as Conversation;

  it('is signed where it is asked for (COMP-27)', async () => {
    const { asked } = fakeApi({ 'POST /v1/inbox/thr_1/replies': () => ok({}, 202) });
    const { user } = renderPage(<ReplyBox conversation={talk} canSign />);
    await user.type(screen.getByRole('textbox'), 'Gladly.');
    await user.click(await include());
    await user.click(screen.getByRole('button', { name: 'Send answer' }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ html: '<p>Gladly.</p>', include_signature: true }));
  });

  it('of somebody without one has no box (COMP-27)', () => {
    renderPage(<ReplyBox conversation={talk} />);
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  });
});

describe('the settings', () => {
  const open = (put: Handler) => {
    const api = fakeApi({ 'GET /v1/me/signatures': () => tagged(both, '"one"'), 'PUT /v1/me/signatures': put });
    return { ...renderPage(<Signatures onDirty={() => undefined} />), puts: () => api.asked.filter((each) => each.method === 'PUT') };
  };

  it('keep both together, naming what they edit (SET-10, SET-11)', async () => {
    const { user, puts } = open(() => tagged(both, '"two"'));
    await user.type(await screen.findByRole('textbox', { name: 'Text signature' }), ', principal');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(puts()[0]?.body).toEqual({ ...both, sms_text: 'D. Whitfield, principal' }));
    expect(puts()[0]!.headers.get('if-match')).toBe('"one"');
  });

  it('take no more of a text than the district lets one send (SET-11)', async () => {
    const { user } = open(() => tagged(both, '"two"'));
    const box = await screen.findByRole('textbox', { name: 'Text signature' });
    await user.clear(box);
    await user.click(box);
    await user.paste('x'.repeat(140));
    expect(box).toHaveValue('x'.repeat(130));
    expect(screen.getByText('Full: 10 characters were left out')).toBeInTheDocument();
  });

  it('take pictures by their address, with words for them, and no insert fields (SET-10)', async () => {
    const { user, puts } = open(() => tagged(both, '"two"'));
    await screen.findByRole('textbox', { name: 'Email signature' });
    expect(screen.queryByRole('button', { name: 'Insert field' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Picture' }));
    await user.type(screen.getByRole('textbox', { name: /Address of the picture/ }), 'logo.png');
    await user.click(screen.getByRole('button', { name: 'Insert picture' }));
    expect(screen.getByText(/beginning with https/)).toBeInTheDocument();
    await user.clear(screen.getByRole('textbox', { name: /Address of the picture/ }));
    await user.type(screen.getByRole('textbox', { name: /Address of the picture/ }), 'https://maple.example/logo.png');
    await user.type(screen.getByRole('textbox', { name: /in words/ }), 'Maple Valley');
    await user.click(screen.getByRole('button', { name: 'Insert picture' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect((puts()[0]?.body as typeof both).email_html).toContain('<img src="https://maple.example/logo.png" alt="Maple Valley">'));
  });

  it('show the server’s sentence at its field, and keep what was typed', async () => {
    const { user } = open(() => problem(400, 'invalid', { errors: [{ field: 'sms_text', message: 'Too long by far.' }] }));
    const box = await screen.findByRole('textbox', { name: 'Text signature' });
    fireEvent.change(box, { target: { value: 'Principal' } });
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(box).toHaveAccessibleDescription(/Too long by far/));
    expect(box).toHaveValue('Principal');
  });
});
