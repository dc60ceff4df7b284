// Settings: who sees which page, what an edit sends, what the server refuses, and that nothing typed is lost unasked.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Link } from 'react-router';
import { Component as Settings } from '@/app/routes/Settings';
import { Component as Changes } from '@/app/routes/settings/Changes';
import { Component as Contacts } from '@/app/routes/settings/Contacts';
import { Component as District } from '@/app/routes/settings/District';
import { Component as Schools } from '@/app/routes/settings/Schools';
import type { ContactSettings, DistrictSettings, JobRun, Me, Provider, SchoolSettings } from '@/lib/api/models';
import { preferenceText } from '@/features/settings/components/PreferenceField';
import { aMe } from './support/build';
import { fakeApi, ok, problem, tagged, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const nothing = {
  call_window_not_before: null, call_window_not_after: null, always_confirm: null, sms_character_limit: null, default_recipient_type: null,
  hide_schedules_from_teachers: null, hide_schedules_from_families: null,
};
const inEffect = {
  call_window_not_before: '', call_window_not_after: '', always_confirm: false, sms_character_limit: 130, default_recipient_type: '', one_per_address: false, window_follows_recipient: false,
  hide_schedules_from_teachers: false, hide_schedules_from_families: false, session_year: '', help_contact: '', emails_per_second: 0, texts_per_second: 0, calls_per_minute: 0,
  texts_per_second_per_number: 0, calls_per_minute_per_number: 0,
  everybody_push_always: '', everybody_email_opt_out: '', everybody_allows_replies: '',
};
const aDistrict = (more: Partial<DistrictSettings> = {}): DistrictSettings => ({
  name: 'Maple Valley', time_zone: 'America/Chicago',
  preferences: { ...nothing, one_per_address: null, window_follows_recipient: null, session_year: null, help_contact: null, emails_per_second: null, texts_per_second: null, calls_per_minute: null, texts_per_second_per_number: null, calls_per_minute_per_number: null },
  in_effect: inEffect, call_minutes: 1,
  modules: { calling_and_texting: true, document_management: false, translation: false, moderation: false, ai: false, public_feed: false }, ...more,
});
const aSchool = (more: Partial<SchoolSettings> = {}): SchoolSettings => ({
  school_id: 'sch_1', name: 'Lincoln High School', students: 1345, time_zone: '', excluded: false, first_year: '', last_year: '', preferences: nothing, in_effect: inEffect, ...more,
});
const aRun = (more: Partial<JobRun> = {}): JobRun => ({ started_at: '2026-11-23T15:00:00Z', ended_at: '2026-11-23T15:00:02Z', counts: { looked_at: 3 }, errors: 0, what: [], ...more });
const aLine = (more: { late?: boolean; last?: JobRun | null; failed?: JobRun[]; providers?: Provider[] } = {}) => {
  const last = more.last === undefined ? aRun() : more.last;
  const job = { job: 'communication_queue', late: more.late ?? false, last_run: last, runs: last ? [last] : [], failed: more.failed ?? [] };
  const provider: Provider = { channel: 'email', state: 'working', since: null, slowed_to: null, busy_until: null, bounces: null };
  return { 'GET /v1/jobs': () => ok({ items: [job] }), 'GET /v1/providers': () => ok({ items: more.providers ?? [provider] }) };
};
const may = (permissions: Me['permissions']) => aMe({ permissions });
const manager = may({ communication: 'edit', manage_settings: 'edit', exclude_schools: 'edit', edit_contact_settings: 'edit' });
const bodies = (asked: { method: string; body: unknown; headers: Headers }[]) => asked.filter((a) => a.method === 'PATCH');

describe('the pages of Settings', () => {
  it('are those that the profile gives (XSCH-01, CHAN-11, ADMIN-16)', () => {
    fakeApi({ 'GET /v1/devices': () => ok({ items: [] }) });
    const first = renderPage(<Settings />, { me: manager });
    expect(within(screen.getByRole('navigation')).getAllByRole('link').map((a) => a.textContent)).toEqual(['You', 'District', 'Schools', 'Contact settings', 'Do not contact', 'Flagged words', 'Changes']);
    first.unmount();
    renderPage(<Settings />, { me: may({ communication: 'edit' }) });
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
  });

  it('say so to others', () => {
    renderPage(<District />, { me: may({ communication: 'edit' }) });
    expect(screen.getByRole('heading', { name: /not yours to see/ })).toBeInTheDocument();
  });
});

describe('the district', () => {
  const open = (patch: Handler, me = manager) => {
    const api = fakeApi({ 'GET /v1/settings': () => tagged(aDistrict(), '"one"'), 'PATCH /v1/settings': patch, ...aLine() });
    return { ...api, ...renderPage(<><Link to="/elsewhere">away</Link><District /></>, { me }) };
  };

  it('saves what was changed and nothing else, naming what it edits (ADMIN-01, ADMIN-03, ADMIN-05)', async () => {
    const { asked, user } = open(() => tagged(aDistrict(), '"two"'));
    const limit = await screen.findByRole('textbox', { name: 'Characters in a text message' });
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
    await user.clear(limit);
    await user.type(limit, '300');
    await user.click(screen.getByRole('checkbox', { name: /Always confirm/ }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(bodies(asked)).toHaveLength(1));
    expect(bodies(asked)[0]!.body).toEqual({ preferences: { sms_character_limit: 300, always_confirm: true } });
    expect(bodies(asked)[0]!.headers.get('if-match')).toBe('"one"');
  });

  it('shows a refusal at its field and keeps what was typed', async () => {
    const message = 'Give an end that is later than the beginning.';
    const { user } = open(() => problem(400, 'invalid', { detail: message, errors: [{ field: 'preferences.sms_character_limit', message }] }));
    const limit = await screen.findByRole('textbox', { name: 'Characters in a text message' });
    await user.clear(limit);
    await user.type(limit, '0x');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(limit).toHaveAccessibleDescription(new RegExp(message)));
    expect(limit).toHaveValue('0x');
  });

  it('tells when somebody else was faster, and loads again', async () => {
    const { user, times } = open(() => problem(412, 'stale'));
    await user.click(await screen.findByRole('checkbox', { name: /Always confirm/ }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: 'Load again' }));
    await waitFor(() => expect(times('GET /v1/settings')).toBe(2));
    expect(screen.getByRole('checkbox', { name: /Always confirm/ })).toBeChecked();
  });

  it('asks before unsaved changes are left', async () => {
    const { user, where } = open(() => ok({}));
    await user.click(await screen.findByRole('checkbox', { name: /Always confirm/ }));
    await user.click(screen.getByRole('link', { name: 'away' }));
    await user.click(await screen.findByRole('button', { name: 'Stay' }));
    expect(where()).toBe('/here');
    await user.click(screen.getByRole('link', { name: 'away' }));
    await user.click(await screen.findByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(where()).toBe('/elsewhere'));
  });

  it('shows modules without a way to change them (LIC-01, LIC-07)', async () => {
    open(() => ok({}));
    const calling = (await screen.findByText('Calling & Texting')).closest('li')!;
    expect(within(calling).getByText('On')).toBeInTheDocument();
    expect(within(calling).queryByRole('checkbox')).not.toBeInTheDocument();
    expect(screen.getByText('Longest call, in minutes')).toBeInTheDocument();
  });

  it('is read only with View', async () => {
    open(() => ok({}), may({ communication: 'edit', manage_settings: 'view' }));
    expect(await screen.findByRole('checkbox', { name: /Always confirm/ })).toBeDisabled();
    expect(screen.queryByRole('button', { name: 'Save' })).not.toBeInTheDocument();
  });
});

describe('a school', () => {
  const open = async (school: SchoolSettings, me = manager) => {
    const api = fakeApi({
      'GET /v1/settings': () => tagged(aDistrict(), '"d"'), 'GET /v1/settings/schools': () => ok({ items: [school] }),
      'GET /v1/schools/{}/settings': () => tagged(school, '"s"'), 'PATCH /v1/schools/{}/settings': () => tagged(school, '"t"'),
    });
    const view = renderPage(<Schools />, { me });
    await view.user.click(await screen.findByRole('button', { name: 'Settings of Lincoln High School' }));
    await screen.findByRole('dialog', { name: 'Lincoln High School' });
    await screen.findByText('Preferences of this school');
    return { ...api, ...view };
  };

  it.each([
    [{ first_year: '2024' }, 'since 2024'], [{ last_year: '2027' }, 'until 2027'], [{ first_year: '2024', last_year: '2027' }, '2024 to 2027'],
  ])('says in words from when to when a school is there', async (years, words) => {
    fakeApi({ 'GET /v1/settings': () => tagged(aDistrict(), '"d"'), 'GET /v1/settings/schools': () => ok({ items: [aSchool(years)] }) });
    renderPage(<Schools />, { me: manager });
    expect(await screen.findByText(`1,345 students · ${words}`)).toBeInTheDocument();
  });

  it('is excluded only after a question that says what happens (XSCH-01, XSCH-05)', async () => {
    const { asked, user } = await open(aSchool());
    await user.click(screen.getByRole('checkbox', { name: /Excluded from communication/ }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(bodies(asked)).toHaveLength(0);
    expect(screen.getByText(/lose calls and texts at once/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Exclude' }));
    await waitFor(() => expect(bodies(asked)).toHaveLength(1));
    expect(bodies(asked)[0]!.body).toMatchObject({ excluded: true });
    expect(bodies(asked)[0]!.headers.get('if-match')).toBe('"s"');
  });

  it('does not show the field to those without its permission (XSCH-01)', async () => {
    await open(aSchool({ excluded: null }), may({ communication: 'edit', manage_settings: 'edit' }));
    expect(screen.queryByRole('checkbox', { name: /Excluded/ })).not.toBeInTheDocument();
  });

  it('tells hours of the district as the other pages do', () => {
    const words = { yes: 'Yes', no: 'No', none: 'None', type: (id: string) => id, hour: (time: string) => `o'clock ${time}` };
    expect(preferenceText('call_window_not_after', '20:00', words)).toBe("o'clock 20:00");
    expect(preferenceText('call_window_not_after', '', words)).toBe('None');
  });

  it('decides for itself, or follows the district again (ADMIN-02)', async () => {
    const { asked, user } = await open(aSchool({ preferences: { ...nothing, always_confirm: true } }));
    expect(screen.getByText('As the district: 130')).toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: /Own: Always confirm/ }));
    await user.click(screen.getByRole('checkbox', { name: /Own: Characters/ }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(bodies(asked)).toHaveLength(1));
    expect(bodies(asked)[0]!.body).toEqual({ preferences: { always_confirm: null, sms_character_limit: 130 } });
  });

  it('asks before its window is closed over unsaved changes', async () => {
    const { user } = await open(aSchool());
    await user.click(screen.getByRole('checkbox', { name: /Own: Always confirm/ }));
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await user.click(await screen.findByRole('button', { name: 'Stay' }));
    expect(screen.getByRole('checkbox', { name: /Own: Always confirm/ })).toBeChecked();
  });
});

describe('contact settings', () => {
  const phone = { number: '+15055550101', kind: 'mobile', callout: true, blocked: false, sms: true, unsubscribed: false, suppressed: [] };
  const people: ContactSettings['people'] = [
    { contact_id: '', name: 'Maya Chen', relationship: '', custodial: false, phones: [], emails: [], email_opt_out: null },
    { contact_id: 'con_1', name: 'Lin Chen', relationship: 'mother', custodial: true, phones: [phone], emails: [{ address: 'lin@home.example', unsubscribed: false, suppressed: [] }], email_opt_out: false },
  ];
  const open = async (me = manager) => {
    const settings = { student_id: 'stu_1', name: 'Maya Chen', grade: '09', people };
    const api = fakeApi({
      'GET /v1/students': () => ok({ items: [{ student_id: 'stu_1', name: 'Maya Chen', grade: '09', school_id: 'sch_1', school_name: 'Lincoln High School' }], next_cursor: null, total: 1 }),
      'GET /v1/students/{}/contact-settings': () => tagged(settings, '"c"'), 'PATCH /v1/students/{}/contacts/{}': () => tagged(settings, '"e"'),
    });
    const view = renderPage(<Contacts />, { me });
    await view.user.click(screen.getByRole('button', { name: /Student/ }));
    await view.user.click(await screen.findByRole('option', { name: /Maya Chen/ }));
    await screen.findByRole('heading', { name: 'Lin Chen' });
    return { ...api, ...view };
  };

  it('sends the flags that were changed, for that contact (CHAN-11)', async () => {
    const { asked, user } = await open();
    const mother = screen.getByRole('region', { name: 'Lin Chen' });
    await user.click(within(mother).getByRole('checkbox', { name: 'Blocked' }));
    await user.click(within(mother).getByRole('checkbox', { name: /Opted out of email/ }));
    await user.click(within(mother).getByRole('checkbox', { name: 'Callout' }));
    await user.click(within(mother).getByRole('checkbox', { name: 'Callout' }));
    await user.click(within(mother).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(bodies(asked)).toHaveLength(1));
    expect(asked.find((a) => a.method === 'PATCH')!.path).toBe('/v1/students/stu_1/contacts/con_1');
    expect(bodies(asked)[0]!.body).toEqual({ phones: [{ number: '+15055550101', blocked: true }], emails: [], email_opt_out: true });
    expect(bodies(asked)[0]!.headers.get('if-match')).toBe('"c"');
  });

  it('shows them to those with View and lets them change none (CHAN-11)', async () => {
    await open(may({ communication: 'edit', edit_contact_settings: 'view' }));
    expect(screen.getByText(/lets you see these settings/)).toBeInTheDocument();
    screen.getAllByRole('checkbox').forEach((box) => expect(box).toBeDisabled());
  });

  it('says when there is nothing on file', async () => {
    await open();
    expect(within(screen.getByRole('region', { name: 'Maya Chen' })).getByText(/No number and no address/)).toBeInTheDocument();
  });
});

describe('the record of changes', () => {
  it('tells who changed what, in words (ADMIN-16)', async () => {
    const entry = { entry_id: 'a', at: '2026-11-23T11:40:00+00:00', user_id: 'u', user_name: 'Dana Whitfield', subject: 'district', about_id: 'd', about: 'Maple Valley', changes: [{ field: 'always_confirm', before: null, after: true }] };
    const operator = { ...entry, entry_id: 'b', user_id: '', user_name: 'Operator', subject: 'contact', changes: [{ field: '+15055550101 sms', before: true, after: false }] };
    fakeApi({ 'GET /v1/audit': () => ok({ items: [entry, operator], next_cursor: null }) });
    renderPage(<Changes />, { me: manager });
    expect(await screen.findByText('Always confirm the number of recipients: nothing → yes')).toBeInTheDocument();
    expect(screen.getByText('+15055550101: Text messages: yes → no')).toBeInTheDocument();
    expect(screen.getByText('Operator')).toBeInTheDocument();
  });
});

describe('whether messages are leaving', () => {
  const open = (line: Record<string, Handler>) => {
    const api = fakeApi({ 'GET /v1/settings': () => tagged(aDistrict(), '"one"'), ...line });
    return { ...api, ...renderPage(<District />, { me: manager }) };
  };

  it('says when the job last ran, and that providers work (JOBS-01, QUEUE-15)', async () => {
    open(aLine());
    expect(await screen.findByText(/The job last ran/)).toHaveTextContent('The job last ran Nov 23');
    expect(screen.getByText('Works')).toBeInTheDocument();
    expect(screen.queryByText(/over five minutes/)).not.toBeInTheDocument();
  });

  it('warns when it has not run for over five minutes (QUEUE-15)', async () => {
    open(aLine({ late: true }));
    expect(await screen.findByText('The job has not run for over five minutes')).toBeInTheDocument();
  });

  it('warns before the first run, too (QUEUE-15)', async () => {
    open(aLine({ late: true, last: null }));
    expect(await screen.findByText('The job has not run yet.')).toBeInTheDocument();
  });

  it('keeps what failed, with its error (JOBS-05)', async () => {
    const failed = aRun({ started_at: '2026-11-23T13:00:00Z', errors: 2, what: ['A district was left early (StillBusy)'] });
    open(aLine({ last: aRun({ errors: 2, ended_at: null }), failed: [failed] }));
    expect(await screen.findByText('2 errors')).toBeInTheDocument();
    expect(screen.getByText('Running')).toBeInTheDocument();
    expect(screen.getByText('1 run that had errors')).toBeInTheDocument();
    expect(screen.getByText(/A district was left early/)).toBeInTheDocument();
  });

  it('names a provider that is down, and since when', async () => {
    open(aLine({ providers: [{ channel: 'sms', state: 'down', since: '2026-11-23T15:00:00Z', slowed_to: null, busy_until: null, bounces: null }] }));
    expect(await screen.findByText(/^Down since Nov 23/)).toBeInTheDocument();
    expect(screen.getByText('Text message')).toBeInTheDocument();
  });

  const email = (more: Partial<Provider>): Provider => ({ channel: 'email', state: 'working', since: null, slowed_to: null, busy_until: null, bounces: null, ...more });

  it('says until when a provider has work', async () => {
    open(aLine({ providers: [email({ busy_until: '2026-11-23T15:40:00Z' })] }));
    expect(await screen.findByText(/^Works, busy until about Nov 23/)).toBeInTheDocument();
  });

  it('warns when many emails come back', async () => {
    open(aLine({ providers: [email({ bounces: { emails: 1200, bounced: 84, verdict: 'many' } })] }));
    expect(await screen.findByText('Works; 7% of 1,200 emails came back')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Let emails go on' })).not.toBeInTheDocument();
  });

  it('lets paused emails go on, after a question', async () => {
    const paused = email({ state: 'paused', since: '2026-11-23T15:00:00Z', bounces: { emails: 1000, bounced: 130, verdict: 'too_many' } });
    const { asked, user } = open({ ...aLine({ providers: [paused] }), 'POST /v1/providers/email/resume': () => ok(undefined, 204) });
    expect(await screen.findByText(/^130 of the last 1,000 emails came back \(13%\)/)).toBeInTheDocument();
    expect(screen.getByText(/^Emails are paused since Nov 23/)).toBeInTheDocument();
    await user.click(await screen.findByRole('button', { name: 'Let emails go on' }));
    const question = await screen.findByRole('alertdialog', { name: 'Let emails go on?' });
    expect(asked.some((each) => each.method === 'POST')).toBe(false);
    await user.click(within(question).getByRole('button', { name: 'Let emails go on' }));
    await waitFor(() => expect(asked.some((each) => each.method === 'POST')).toBe(true));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
  });

  it('says why paused emails could not go on', async () => {
    const { user } = open({ ...aLine({ providers: [email({ state: 'paused' })] }), 'POST /v1/providers/email/resume': () => problem(403, 'forbidden') });
    await user.click(await screen.findByRole('button', { name: 'Let emails go on' }));
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Let emails go on' }));
    expect(await screen.findByText('Emails are still paused')).toBeInTheDocument();
  });

  it('says so when it cannot be read', async () => {
    open({ ...aLine(), 'GET /v1/jobs': () => problem(500, 'error') });
    expect(await screen.findByText('It could not be read how the line is')).toBeInTheDocument();
  });
});
