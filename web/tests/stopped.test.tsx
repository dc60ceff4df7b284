// Addresses that nothing is sent to: looked through, entered, lifted with what the owner said, and shown beside a contact.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Changes } from '@/app/routes/settings/Changes';
import { Component as Contacts } from '@/app/routes/settings/Contacts';
import { Component as Stopped } from '@/app/routes/settings/Stopped';
import type { ContactSettings, Me, SuppressionRow } from '@/lib/api/models';
import { aMe } from './support/build';
import { fakeApi, ok, problem, tagged, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const manager = aMe({ permissions: { communication: 'edit', edit_contact_settings: 'edit', manage_settings: 'view' } });
const aRow = (more: Partial<SuppressionRow> = {}): SuppressionRow => ({
  suppression_id: 'sms-a', channel: 'sms', address: '+15055550101', cause: 'opt_out', since: '2026-11-20T15:00:00+00:00', by: '', note: '', needs_consent: true, names: [], students: [], ...more,
});
const dead = aRow({ suppression_id: 'sms-b', address: '+15055550102', cause: 'carrier', needs_consent: false });
const nothing: Handler = () => ok({ items: [], next_cursor: null });

const open = (routes: Record<string, Handler> = {}, me: Me = manager) => {
  const api = fakeApi({ 'GET /v1/suppressions': () => ok({ items: [aRow(), dead], next_cursor: null }), 'POST /v1/suppressions/{}/lift': () => ({ status: 204 }), ...routes });
  return { ...api, ...renderPage(<Stopped />, { me }) };
};
const posted = (asked: { method: string; body: unknown; path: string }[]) => asked.filter((a) => a.method === 'POST');

describe('the list', () => {
  it('says of each address why nothing goes there and since when (CHAN-10)', async () => {
    open();
    const row = (await screen.findByText('(505) 555-0101')).closest('tr')!;
    expect(within(row).getByText('The owner has opted out by texting STOP')).toBeInTheDocument();
    expect(within(row).getByText('Nov 20, 2026')).toBeInTheDocument();
    const other = screen.getByText('(505) 555-0102').closest('tr')!;
    expect(within(other).getByText('This number is not in service. Please check it')).toBeInTheDocument();
  });

  it('asks by channel, reason, and address or name', async () => {
    const { asked, user } = open();
    await screen.findByText('(505) 555-0101');
    await user.click(screen.getByRole('radio', { name: 'Email' }));
    await user.click(screen.getByRole('button', { name: /Reason/ }));
    await user.click(await screen.findByRole('option', { name: /Earlier emails/ }));
    await waitFor(() => expect(asked.at(-1)!.query.toString()).toContain('channel=email&cause=bounce'));
    await user.type(screen.getByRole('searchbox'), 'ortiz');
    await waitFor(() => expect(asked.at(-1)!.query.get('q')).toBe('ortiz'));
  });

  it('says what will show here while it is empty', async () => {
    open({ 'GET /v1/suppressions': nothing });
    expect(await screen.findByRole('heading', { name: 'Nobody has opted out' })).toBeInTheDocument();
  });

  it('names the owners, and the students in whose records the address stands', async () => {
    open({ 'GET /v1/suppressions': () => ok({ items: [aRow({ names: ['Maria Lopez'], students: ['Ana Lopez', 'Leo Ruiz'] })], next_cursor: null }) });
    const row = (await screen.findByText('Maria Lopez')).closest('tr')!;
    expect(within(row).getByText('Ana Lopez, Leo Ruiz')).toBeInTheDocument();
  });

  it('says what was looked at where a search finds nothing', async () => {
    const { user } = open({ 'GET /v1/suppressions': nothing });
    await user.type(screen.getByRole('searchbox'), 'maria lopez');
    expect(await screen.findByText(/beginnings of names/)).toHaveTextContent('Look under the other channels too');
  });

  it('is for those who look after the whole district, and with View shows only (PERM-07)', async () => {
    const first = open({}, { ...manager, whole_district: false });
    expect(screen.getByRole('heading', { name: /not yours to see/ })).toBeInTheDocument();
    expect(first.asked).toHaveLength(0);
    first.unmount();
    open({}, aMe({ permissions: { edit_contact_settings: 'view' } }));
    await screen.findByText('(505) 555-0101');
    expect(screen.queryByRole('button', { name: /Allow/ })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Stop an address' })).not.toBeInTheDocument();
  });
});

describe('lifting', () => {
  it('of an opt-out takes the owner\'s consent and how it was given (CHAN-10, ADMIN-16)', async () => {
    const { asked, user } = open();
    await user.click(await screen.findByRole('button', { name: 'Allow (505) 555-0101 again' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Send to (505) 555-0101 again?' });
    const allow = within(dialog).getByRole('button', { name: 'Allow again' });
    await user.type(within(dialog).getByRole('textbox', { name: 'How and when they asked' }), 'Called the office');
    expect(allow).toBeDisabled();
    await user.click(within(dialog).getByRole('checkbox', { name: /asked to get messages/ }));
    await user.click(allow);
    await waitFor(() => expect(posted(asked)).toHaveLength(1));
    expect(posted(asked)[0]).toMatchObject({ path: '/v1/suppressions/sms-a/lift', body: { cause: 'opt_out', note: 'Called the office', consent: true } });
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
  });

  it('of a dead number takes a note alone, and can be left', async () => {
    const { asked, user } = open();
    await user.click(await screen.findByRole('button', { name: 'Allow (505) 555-0102 again' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(within(dialog).queryByRole('checkbox')).not.toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Allow again' })).toBeDisabled();
    await user.click(within(dialog).getByRole('button', { name: 'Leave it stopped' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
    expect(posted(asked)).toHaveLength(0);
  });

  it.each([
    [problem(412, 'stale'), /there is another reason now/],
    [problem(409, 'conflict', { detail: 'Ask the owner to text START.' }), /Ask the owner to text START/],
  ])('says why it did not work and stays open', async (answer, words) => {
    const { user } = open({ 'POST /v1/suppressions/{}/lift': () => answer });
    await user.click(await screen.findByRole('button', { name: 'Allow (505) 555-0102 again' }));
    const dialog = await screen.findByRole('alertdialog');
    await user.type(within(dialog).getByRole('textbox'), 'Checked');
    await user.click(within(dialog).getByRole('button', { name: 'Allow again' }));
    expect(await within(dialog).findByText(words)).toBeInTheDocument();
  });
});

describe('entering', () => {
  it('shows the refusal at its field, then goes to the list that it belongs to', async () => {
    const message = 'This is no email address that mail can go to.';
    let tries = 0;
    const { asked, user } = open({
      'GET /v1/suppressions': nothing,
      'POST /v1/suppressions': () => (tries++ ? ok(aRow({ channel: 'email', address: 'ana@mail.example' }), 201) : problem(400, 'invalid', { detail: message, errors: [{ field: 'address', message }] })),
    });
    await user.click(await screen.findByRole('button', { name: 'Stop an address' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('radio', { name: 'Email' }));
    const address = within(dialog).getByRole('textbox', { name: 'Email address' });
    await user.type(address, 'ana@');
    await user.type(within(dialog).getByRole('textbox', { name: 'How and when they asked' }), 'Wrote a letter');
    await user.click(within(dialog).getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(address).toHaveAccessibleDescription(new RegExp(message)));
    await user.type(address, 'mail.example');
    await user.click(within(dialog).getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(posted(asked)[1]!.body).toEqual({ channel: 'email', address: 'ana@mail.example', note: 'Wrote a letter' });
    await waitFor(() => expect(asked.at(-1)!.query.get('channel')).toBe('email'));
  });
});

describe('elsewhere', () => {
  it('contact settings say it beside the number, and lift it for the student at hand (CHAN-11)', async () => {
    const phone = { number: '+15055550101', kind: 'mobile', callout: true, blocked: false, sms: true, unsubscribed: false, suppressed: [aRow()] };
    const settings: ContactSettings = { student_id: 'stu_1', name: 'Maya Chen', grade: '09', people: [{ contact_id: '', name: 'Maya Chen', relationship: '', custodial: false, phones: [phone], emails: [], email_opt_out: null }] };
    const { asked } = fakeApi({
      'GET /v1/students': () => ok({ items: [{ student_id: 'stu_1', name: 'Maya Chen', grade: '09', school_id: 'sch_1', school_name: 'Lincoln' }], next_cursor: null, total: 1 }),
      'GET /v1/students/{}/contact-settings': () => tagged(settings, '"c"'), 'POST /v1/suppressions/{}/lift': () => ({ status: 204 }),
    });
    const { user } = renderPage(<Contacts />, { me: { ...manager, whole_district: false } });
    await user.click(screen.getByRole('button', { name: /Student/ }));
    await user.click(await screen.findByRole('option', { name: /Maya Chen/ }));
    expect(await screen.findByText(/opted out by texting STOP \(since Nov 20, 2026\)/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Allow (505) 555-0101 again' }));
    const dialog = await screen.findByRole('alertdialog');
    await user.click(within(dialog).getByRole('checkbox'));
    await user.type(within(dialog).getByRole('textbox'), 'Came in');
    await user.click(within(dialog).getByRole('button', { name: 'Allow again' }));
    await waitFor(() => expect(posted(asked)).toHaveLength(1));
    expect(posted(asked)[0]!.body).toMatchObject({ student_id: 'stu_1', consent: true });
    await waitFor(() => expect(asked.filter((a) => a.path.endsWith('contact-settings'))).toHaveLength(2));
  });

  it('the record of changes tells it in words (ADMIN-16)', async () => {
    const changes = [{ field: 'sms', before: 'opt_out', after: null }, { field: 'note', before: null, after: 'Came in' }, { field: 'consent', before: null, after: true }, { field: 'voice_numbers', before: null, after: '+17205550150' }];
    fakeApi({ 'GET /v1/audit': () => ok({ items: [{ entry_id: 'a', at: '2026-11-23T11:40:00+00:00', user_id: 'u', user_name: 'Dana', subject: 'suppression', about_id: 'sms-a', about: '+15055550101', changes }], next_cursor: null }) });
    renderPage(<Changes />, { me: manager });
    expect(await screen.findByText(/^(Text message|Text|SMS).*: The owner has opted out by texting STOP → nothing$/)).toBeInTheDocument();
    expect(screen.getByText('Owner\'s consent: nothing → yes')).toBeInTheDocument();
    expect(screen.getByText(/^Numbers that calls may come from: /)).toBeInTheDocument();
    expect(within(screen.getByRole('table')).getByText('Do not contact')).toBeInTheDocument();
  });
});
