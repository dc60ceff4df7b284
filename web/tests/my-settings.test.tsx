// One's own settings: what applies is shown, what the district set is locked, and all of it is saved together.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FlaggedWordsForm } from '@/features/settings/components/FlaggedWordsForm';
import { MySettingsForm } from '@/features/settings/components/MySettingsForm';
import { MyStops } from '@/features/settings/components/MyStops';
import { aMe } from './support/build';
import { fakeApi, ok, problem, tagged, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const staff = { push_always: false, email_opt_out: false, allows_replies: false, hidden_from_search: false, locked: [] as string[] };
const family = { ...staff, allows_replies: null, hidden_from_search: null };

function open(settings: typeof staff | typeof family, put: Handler = () => tagged(settings, '"two"')) {
  let reads = 0;
  const api = fakeApi({ 'GET /v1/me/settings': () => tagged(settings, reads++ ? '"later"' : '"one"'), 'PUT /v1/me/settings': put });
  return { ...api, ...renderPage(<MySettingsForm onDirty={() => undefined} />, { me: aMe() }), puts: () => api.asked.filter((a) => a.method === 'PUT') };
}

describe('flagged words', () => {
  const list = { words: ['blooper', 'go away'], start_list: ['blooper'] };

  it('are written one a line and saved whole (FLAG-08)', async () => {
    const api = fakeApi({ 'PUT /v1/settings/flagged-words': () => tagged(list, '"two"') });
    const { user } = renderPage(<FlaggedWordsForm list={list} tag={'"one"'} canEdit onReload={() => undefined} />);
    await user.type(screen.getByRole('textbox'), '{Enter}  oh my {Enter}{Enter}');
    expect(screen.getByText('3 entries')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(api.asked[0]?.body).toEqual({ words: ['blooper', 'go away', 'oh my'] }));
    expect(api.asked[0]!.headers.get('if-match')).toBe('"one"');
  });

  it('go back to the list that a district begins with (FLAG-08)', async () => {
    const { user } = renderPage(<FlaggedWordsForm list={list} tag={'"one"'} canEdit onReload={() => undefined} />);
    await user.click(screen.getByRole('button', { name: /begins with/ }));
    expect(screen.getByRole('textbox')).toHaveValue('blooper');
    expect(screen.getByRole('button', { name: 'Save' })).toBeEnabled();
  });
});

describe('my settings', () => {
  it('are saved together, naming what they edit (SET-01, SET-08)', async () => {
    const { user, puts } = open(staff);
    await user.click(await screen.findByRole('checkbox', { name: /Push for every message/ }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(puts()).toHaveLength(1));
    expect(puts()[0]!.body).toEqual({ push_always: true, email_opt_out: false, allows_replies: false, hidden_from_search: false });
    expect(puts()[0]!.headers.get('if-match')).toBe('"one"');
  });

  it('of families are only those that apply (SET-01)', async () => {
    const { user, puts } = open(family);
    await user.click(await screen.findByRole('checkbox', { name: /No emails/ }));
    expect(screen.getAllByRole('checkbox')).toHaveLength(2);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(puts()[0]?.body).toEqual({ push_always: false, email_opt_out: true }));
  });

  it('that the district set are locked and say so (SET-02, A-68)', async () => {
    open({ ...staff, push_always: true, locked: ['push_always'] });
    const push = await screen.findByRole('checkbox', { name: /Push for every message/ });
    expect(push).toBeDisabled();
    expect(push).toBeChecked();
    expect(screen.getByText('Set by your district.')).toBeInTheDocument();
  });

  it('keep what was chosen when another window was faster, and can then be saved over (SET-08)', async () => {
    let tries = 0;
    const { user, puts } = open(staff, () => (tries++ ? tagged(staff, '"three"') : problem(412, 'stale', { detail: 'Somebody was faster.' })));
    const box = await screen.findByRole('checkbox', { name: /No emails/ });
    await user.click(box);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: /Load|Reload|again/i }));
    expect(box).toBeChecked();
    await waitFor(() => expect(screen.queryByText(/Somebody/)).not.toBeInTheDocument());
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(puts().at(-1)?.headers.get('if-match')).toBe('"later"'));
  });
});

describe('what no longer comes', () => {
  const row = { channel: 'email', address: 'mum@home.example', cause: 'opt_out', since: '2026-11-23T15:00:00Z', can_get_again: true };
  const stops = (...items: object[]) => fakeApi({ 'GET /v1/me/stopped': () => ok({ items }), 'DELETE /v1/me/stopped/email': () => new Response(null, { status: 204 }) });

  it('says since when, and comes again at a press where one ended it oneself (CHAN-10)', async () => {
    const { asked } = stops(row);
    const { user } = renderPage(<MyStops />, { me: aMe() });
    expect(await screen.findByText(/You ended emails to mum@home\.example on Nov 23, 2026/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Get emails again' }));
    await waitFor(() => expect(asked.some((a) => a.method === 'DELETE')).toBe(true));
  });

  it('says how texts begin again after STOP, and whom to ask about the rest (CHAN-10)', async () => {
    stops({ ...row, channel: 'sms', address: '+12065550142', can_get_again: false }, { ...row, channel: 'voice', cause: 'staff', can_get_again: false });
    renderPage(<MyStops />, { me: aMe() });
    expect(await screen.findByText(/text START/)).toBeInTheDocument();
    expect(screen.getByText(/ask your school/)).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});
