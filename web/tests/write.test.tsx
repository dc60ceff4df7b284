// Families write: whom they may choose, what is missing, what is sent, and that it is sent once.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Write } from '@/app/routes/Write';
import { htmlOf } from '@/lib/text';
import { aMe } from './support/build';
import { fakeApi, ok, problem } from './support/fake-api';
import { renderPage } from './support/render';

const parent = aMe({ roles: ['parent'], permissions: { communication: 'view', send_messages: 'edit' }, recipient_types: [] });
const tom = { user_id: 'tom', name: 'Tom Rivera', subjects: ['Algebra', 'Geometry'], school_id: 'sch_1' };
const children = {
  hidden: false,
  items: [
    { student_id: 'amy', name: 'Amy Lee', school_id: 'sch_1', school_name: 'Lincoln High School', teachers: [tom] },
    { student_id: 'ben', name: 'Ben Lee', school_id: 'sch_1', school_name: 'Lincoln High School', teachers: [] },
  ],
};

function open({ teachers = children, send = (() => ok({ message_id: 'm' }, 202)) } = {}) {
  const api = fakeApi({
    'GET /v1/me/teachers': () => ok(teachers),
    'GET /v1/staff': () => ok({ items: [{ user_id: 'helen', name: 'Helen Ode', roles: ['admin'], school_ids: ['sch_1'], school_names: ['Lincoln High School'] }], next_cursor: null, total: 1 }),
    'POST /v1/messages': send,
  });
  return { ...api, ...renderPage(<Write />, { me: parent }), sent: () => api.asked.filter((a) => a.method === 'POST') };
}

describe('writing to school', () => {
  it('goes to the chosen teachers, child by child, with what they teach (RCPT-25)', async () => {
    const { user, sent, where } = open();
    const amys = await screen.findByRole('group', { name: /Amy Lee/ });
    await user.click(within(amys).getByRole('checkbox', { name: /Tom Rivera/ }));
    expect(within(amys).getByText('Algebra, Geometry')).toBeInTheDocument();
    expect(within(screen.getByRole('group', { name: /Ben Lee/ })).getByText(/no schedule yet/)).toBeInTheDocument();
    await user.type(screen.getByRole('textbox', { name: 'Subject' }), 'Amy is ill');
    await user.type(screen.getByRole('textbox', { name: 'Your message' }), 'She has a <cold>.\n\nSee you');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(where()).toBe('/inbox'));
    expect(sent()).toHaveLength(1);
    expect(sent()[0]!.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent()[0]!.body).toEqual({
      school_id: 'sch_1', subject: 'Amy is ill', audience: { staff: { users: ['tom'] } }, parts: { email: { html: '<p>She has a &lt;cold&gt;.</p><p>See you</p>' } },
    });
  });

  it('finds somebody else at the school by name', async () => {
    const { user, sent } = open();
    await user.click(await screen.findByRole('button', { name: /somebody else/ }));
    await user.type(screen.getByRole('searchbox', { name: /Somebody else/ }), 'hel');
    await user.click(await screen.findByRole('option', { name: /Helen Ode/ }));
    expect(screen.getByText(/Administration · Lincoln High School/)).toBeInTheDocument();
    await user.type(screen.getByRole('textbox', { name: 'Your message' }), 'Hello');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(sent()[0]?.body).toMatchObject({ audience: { staff: { users: ['helen'] } } }));
  });

  it('says what is missing, beside the field, and sends nothing', async () => {
    const { user, sent } = open();
    await user.click(await screen.findByRole('button', { name: 'Send' }));
    expect(within(screen.getByRole('alert')).getAllByRole('link').map((a) => a.textContent)).toEqual(['Choose whom to write to.', 'Write your message first.']);
    expect(screen.getByRole('textbox', { name: 'Your message' })).toHaveAccessibleDescription(/Write your message first/);
    expect(sent()).toHaveLength(0);
  });

  it('keeps what was typed when the server refuses, and says why at the field', async () => {
    const message = 'One of these people is not among the staff you can write to.';
    const { user } = open({ send: () => problem(404, 'not-found', { detail: message, errors: [{ field: 'audience.staff.users', message }] }) });
    await user.click(await screen.findByRole('checkbox', { name: /Tom Rivera/ }));
    await user.type(screen.getByRole('textbox', { name: 'Your message' }), 'Hello');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    expect(await screen.findAllByText(message)).toHaveLength(2);
    expect(screen.getByRole('textbox', { name: 'Your message' })).toHaveValue('Hello');
  });

  it('offers nobody where schedules are hidden, and says what to do (PICK-12, A-73)', async () => {
    open({ teachers: { items: [], hidden: true } });
    expect(await screen.findByText(/does not show schedules/)).toBeInTheDocument();
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /somebody else/ })).not.toBeInTheDocument();
  });
});

describe('plain text as HTML', () => {
  it.each([
    ['Hello', '<p>Hello</p>'],
    ['a\nb\r\n\r\n\nc', '<p>a<br>b</p><p>c</p>'],
    ['  "1 < 2 & 3 > 2" ', '<p>&quot;1 &lt; 2 &amp; 3 &gt; 2&quot;</p>'],
    [' \n ', ''],
  ])('%j', (text, html) => expect(htmlOf(text)).toBe(html));
});
