// Caller IDs: rows added with Enter and kept with Save, leaving asks, edits name what they edit, a file's rows wait too.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Link } from 'react-router';
import { Component as CallerIds } from '@/app/routes/settings/CallerIds';
import type { CallerId } from '@/lib/api/models';
import { aMe, aSchool } from './support/build';
import { fakeApi, ok, problem, tagged, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const one = (more: Partial<CallerId> = {}): CallerId => ({
  caller_id: 'c1', title: 'Front office', number: '+13035550142', public: true, schools: [], student_attendance: false, school_default: false, default_schools: [],
  district_default: false, own: true, editable: true, ready: true, ...more,
});
const keeper = aMe({ permissions: { communication: 'view', caller_id_numbers: 'edit' }, schools: [aSchool(), aSchool({ school_id: 'sch_2', name: 'Hill Elementary' })] });
const open = (routes: Record<string, Handler> = {}, items: CallerId[] = [one()]) => {
  const api = fakeApi({ 'GET /v1/caller-ids': () => ok({ items, calling: items.some((each) => each.district_default) }), ...routes });
  return { ...api, ...renderPage(<><Link to="/elsewhere">away</Link><CallerIds /></>, { me: keeper }) };
};
// jsdom's File knows no arrayBuffer.
function aFile(text: string) {
  const bytes = new TextEncoder().encode(text);
  return Object.assign(new File([bytes], 'numbers.csv', { type: 'text/csv' }), { arrayBuffer: () => Promise.resolve(bytes.buffer) });
}
const sent = (asked: { method: string; path: string; body: unknown }[], method: string) => asked.filter((a) => a.method === method);
const field = (name: RegExp | string) => screen.findByRole('textbox', { name });

describe('the list of caller IDs', () => {
  it('is only for those who keep it (CID-01)', () => {
    renderPage(<CallerIds />, { me: aMe() });
    expect(screen.getByRole('heading', { name: /not yours to see/ })).toBeInTheDocument();
  });

  it('says that nobody can call without a district default (CID-07)', async () => {
    open();
    expect(await screen.findByText('Nobody can call yet')).toBeInTheDocument();
  });

  it('says what each number is, and which the provider does not know', async () => {
    open({}, [one({ district_default: true, ready: false, school_default: true, schools: ['sch_1', 'sch_2', 'sch_9'], default_schools: ['sch_1'] })]);
    const row = (await screen.findByText('Front office')).closest('li')!;
    for (const mark of ['District default', 'Default of 1 school', '3 schools', /Not set up with the phone provider/]) expect(within(row).getByText(mark)).toBeInTheDocument();
  });
});

describe('adding', () => {
  const save: Handler = () => ok({ items: [], notices: ['Desk is the default of the district now; Old was.'] }, 201);

  it('takes rows with Enter and keeps them with Save (CID-09)', async () => {
    const { asked, user } = open({ 'POST /v1/caller-ids': save });
    await user.type(await field(/^Title/), 'Desk');
    await user.type(await field(/^Phone number/), '303 555 0143{Enter}');
    expect(screen.getByRole('heading', { name: '1 number waits to be saved' })).toBeInTheDocument();
    expect(await field(/^Title/)).toHaveFocus();
    await user.type(await field(/^Title/), 'Hall');
    await user.click(screen.getByRole('checkbox', { name: /^School default/ }));
    await user.click(screen.getByRole('checkbox', { name: 'Hill Elementary' }));
    await user.type(await field(/^Phone number/), '303 555 0144{Enter}');
    expect(sent(asked, 'POST')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByText(/to be saved/)).not.toBeInTheDocument());
    const empty = { public: false, schools: [], student_attendance: false, school_default: false, district_default: false };
    expect(sent(asked, 'POST')[0]!.body).toEqual({ items: [
      { ...empty, title: 'Desk', number: '303 555 0143' },
      { ...empty, title: 'Hall', number: '303 555 0144', school_default: true, schools: ['sch_2'] },
    ] });
  });

  it('asks for what is missing before it adds (CID-01, CID-06)', async () => {
    const { user } = open();
    await user.type(await field(/^Phone number/), '303{Enter}');
    expect(await field(/^Title/)).toHaveAccessibleDescription(/Give the number a title/);
    await user.type(await field(/^Title/), 'Desk');
    await user.click(screen.getByRole('checkbox', { name: /^School default/ }));
    await user.type(await field(/^Phone number/), '{Enter}');
    expect(screen.getByText(/Tick at least one school/)).toBeInTheDocument();
    expect(screen.queryByText(/to be saved/)).not.toBeInTheDocument();
  });

  it('keeps the rows when one is refused, and says which (CID-01)', async () => {
    const message = 'This is no number that calls can come from.';
    const { user } = open({ 'POST /v1/caller-ids': () => problem(400, 'invalid', { detail: message, errors: [{ field: 'items.0.number', message }] }) });
    await user.type(await field(/^Title/), 'Desk');
    await user.type(await field(/^Phone number/), '12{Enter}');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    const row = (await screen.findByText('Desk')).closest('li')!;
    await waitFor(() => expect(within(row).getByText(message)).toBeInTheDocument());
  });

  it('asks before unsaved rows are left (CID-09)', async () => {
    const { user, where } = open();
    await user.type(await field(/^Title/), 'Desk');
    await user.type(await field(/^Phone number/), '303 555 0143{Enter}');
    await user.click(screen.getByRole('link', { name: 'away' }));
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: /Stay/ }));
    expect(where()).toBe('/here');
    expect(screen.getByText('Desk')).toBeInTheDocument();
  });
});

describe('editing and deleting', () => {
  it('sends what changed, and asks before calling stops (CID-07)', async () => {
    const answers = [problem(409, 'confirmation-required', { errors: [{ field: 'confirmed', message: 'x' }] }), tagged({ ...one(), notices: [] }, '"two"')];
    const { asked, user } = open({
      'GET /v1/caller-ids/{}': () => tagged(one({ district_default: true }), '"one"'), 'PATCH /v1/caller-ids/{}': () => answers.shift()!,
    }, [one({ district_default: true })]);
    await user.click(await screen.findByRole('button', { name: 'Edit Front office' }));
    await screen.findByRole('button', { name: 'Go back' });
    const window = screen.getByRole('dialog');
    await user.click(within(window).getByRole('checkbox', { name: /^District default/ }));
    await user.click(within(window).getByRole('button', { name: 'Save' }));
    expect(await within(window).findByText(/nobody can call/)).toBeInTheDocument();
    await user.click(within(window).getByRole('button', { name: 'Stop calling' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    const patches = asked.filter((a) => a.method === 'PATCH');
    expect(patches.map((a) => a.body)).toEqual([{ district_default: false }, { district_default: false, confirmed: true }]);
    expect(patches[0]!.headers.get('if-match')).toBe('"one"');
  });

  it('asks before deleting, with the warning where calling stops (CID-07)', async () => {
    const { asked, user } = open({ 'DELETE /v1/caller-ids/{}': () => ({ status: 204 }) }, [one({ district_default: true })]);
    await user.click(await screen.findByRole('button', { name: 'Delete Front office' }));
    const question = await screen.findByRole('alertdialog');
    expect(within(question).getByText(/nobody can call/)).toBeInTheDocument();
    await user.click(within(question).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(sent(asked, 'DELETE')).toHaveLength(1));
    expect(asked.find((a) => a.method === 'DELETE')!.query.get('confirmed')).toBe('true');
  });

  it('is not offered for numbers of schools beyond ones own', async () => {
    open({}, [one({ editable: false })]);
    await screen.findByText('Front office');
    expect(screen.queryByRole('button', { name: /Front office/ })).not.toBeInTheDocument();
  });
});

describe('a file', () => {
  it('has its columns chosen; good rows wait for Save, bad ones are named (CID-10, CID-12)', async () => {
    const guess = { title: 0, number: null, schools: null, public: null, student_attendance: null, school_default: null, district_default: null };
    const rows = [{ row: 2, title: 'Hall', number: '+13035550142', public: false, schools: [], student_attendance: false, school_default: false, district_default: false, repeat: true }];
    const { asked, user } = open({
      'POST /v1/caller-id-files/preview': () => ok({ columns: 2, rows: 3, sample: [{ row: 1, cells: ['Title', 'Tel'] }, { row: 2, cells: ['Hall', '1'] }], guess }),
      'POST /v1/caller-id-files': () => ok({ rows, bad_rows: [{ row: 3, problems: [{ column: 'number', message: 'No number.' }] }] }),
    });
    await user.click(await screen.findByRole('button', { name: 'Import from a file' }));
    const window = await screen.findByRole('dialog');
    await user.upload(window.querySelector('input[type=file]')!, aFile('Title,Tel\nHall,1\nBad,2'));
    await user.click(await within(window).findByRole('button', { name: /Phone number/ }));
    await user.click(await screen.findByRole('option', { name: /Tel/ }));
    await user.click(within(window).getByRole('button', { name: 'Import CSV' }));
    expect(await within(window).findByText(/Phone number: No number\./)).toBeInTheDocument();
    expect(asked.at(-1)!.body).toMatchObject({ columns: { title: 0, number: 1 }, header: true });
    await user.click(within(window).getByRole('button', { name: 'Done' }));
    expect(await screen.findByRole('heading', { name: '1 number waits to be saved' })).toBeInTheDocument();
    expect(screen.getByText(/^Repeat/)).toBeInTheDocument();
  });
});
