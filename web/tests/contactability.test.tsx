// The contactability report: a school, its people, filters, pages, the file.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Component as Contactability } from '@/app/routes/reports/Contactability';
import { aMe, aReach, aSchool } from './support/build';
import { fakeApi, ok, problem } from './support/fake-api';
import { renderPage } from './support/render';

const administrator = aMe({
  permissions: { communication: 'view', communication_reports: 'view' },
  schools: [aSchool(), aSchool({ school_id: 'sch_2', name: 'Hill Elementary' })],
});

const aRow = (n: number) => ({ person_id: `con_${n}`, person_kind: 'contact', name: `Person ${n}`, student_id: `stu_${n}`, regarding_student: `Child ${n}`, missed: { sms: 'blocked', voice: 'blocked' } });

function district(rows: number, file = ok('Name\r\nBo')) {
  return fakeApi({
    'GET /v1/reports/contactability': ({ query }) => {
      const from = Number(query.get('cursor') ?? 0);
      const to = Math.min(rows, from + Number(query.get('limit')));
      return ok({ items: Array.from({ length: to - from }, (_, i) => aRow(from + i)), next_cursor: to < rows ? String(to) : null, looked: to });
    },
    'GET /v1/reports/contactability/numbers': () => ok({ people: 1345, approximate: false, by_channel: { sms: aReach(1300, { unreachable: 45, reasons: { blocked: 30, no_contact_data: 15 } }) } }),
    'GET /v1/reports/contactability/file': () => file,
  });
}

describe('contactability', () => {
  it('lists who is not reached, with the reason under each channel, and pages (RCPT-22)', async () => {
    const { asked } = district(25);
    const { user } = renderPage(<Contactability />, { me: administrator });
    const row = await screen.findByRole('row', { name: /Person 0/ });
    expect(within(row).getAllByText('This number is blocked')).toHaveLength(2);
    // A name is broken between its words only, and an empty field is told from a gap.
    expect(within(row).getByText('Person 0').closest('td')).toHaveClass('words');
    expect(screen.getByText(/Where no reason stands, the channel reaches the person/)).toBeInTheDocument();
    expect(await screen.findByText('1,345')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(await screen.findByRole('row', { name: /Person 24/ })).toBeInTheDocument();
    expect(asked.filter((a) => a.path === '/v1/reports/contactability').map((a) => a.query.get('school_id'))).toEqual(['sch_1', 'sch_1']);
  });

  it('asks the server for another school, for one reason, for a name', async () => {
    const { asked } = district(1);
    const { user } = renderPage(<Contactability />, { me: administrator });
    await screen.findByText('1,345');
    await user.click(screen.getByRole('button', { name: /School/ }));
    await user.click(await screen.findByRole('option', { name: 'Hill Elementary' }));
    await user.click(screen.getByRole('radio', { name: 'Students' }));
    await waitFor(() => expect(asked.some((a) => a.path.endsWith('/numbers') && a.query.get('who') === 'students')).toBe(true));
    await screen.findByText('1,345');
    await user.click(screen.getByRole('button', { name: /Reason/ }));
    await user.click(await screen.findByRole('option', { name: 'This number is blocked' }));
    await user.type(screen.getByRole('searchbox'), 'bo');
    await waitFor(() => expect(Object.fromEntries(asked.filter((a) => a.path === '/v1/reports/contactability').at(-1)!.query)).toMatchObject({ school_id: 'sch_2', who: 'students', reason: 'blocked', q: 'bo' }));
  });

  it('says so when everybody is reached', async () => {
    district(0);
    renderPage(<Contactability />, { me: administrator });
    expect(await screen.findByText('Everybody can be reached')).toBeInTheDocument();
  });

  it('hands over the file, or says why there is none', async () => {
    const made = vi.fn(() => 'blob:x');
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: made, revokeObjectURL: () => undefined }));
    district(1);
    const { user, unmount } = renderPage(<Contactability />, { me: administrator });
    await user.click(screen.getByRole('button', { name: 'Export as CSV' }));
    await waitFor(() => expect(made).toHaveBeenCalledOnce());
    unmount();
    district(1, problem(413, 'too-large', { detail: 'Choose a channel or a reason.' }));
    const second = renderPage(<Contactability />, { me: administrator });
    await second.user.click(screen.getByRole('button', { name: 'Export as CSV' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Choose a channel or a reason.');
  });

  it('is not for a teacher, whose reports are of their own messages (PERM-R05)', () => {
    district(1);
    renderPage(<Contactability />, { me: aMe({ roles: ['teacher'], permissions: { communication_reports: 'view' } }) });
    expect(screen.getByRole('heading', { name: 'You cannot see reports' })).toBeInTheDocument();
  });
});
