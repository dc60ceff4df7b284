// Groups and the full search: chosen as groups, made from chosen people, changed without losing whom one cannot see.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Compose } from '@/app/routes/Compose';
import { Component as GroupPage } from '@/app/routes/Group';
import { Component as Groups } from '@/app/routes/Groups';
import { Rail } from '@/app/shell/Rail';
import { filled } from '@/features/audience/api';
import { toAudience, withPicksOf, type AudienceChoice } from '@/features/audience/choice';
import type { Group } from '@/lib/api/models';
import { aCount, aMe, aSchool } from './support/build';
import { fakeApi, ok, problem, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const aGroup = (more: Partial<Group> = {}): Group => ({ group_id: 'g1', kind: 'students', name: 'Marching Band', members: 24, own: true, owner_name: 'Dana Whitfield', profiles: [], ...more });
const aStudent = (n: number) => ({ student_id: `s${n}`, name: `Student ${n}`, number: `10${n}`, grade: '09', school_id: 'sch_1', school_name: 'Lincoln High School' });
const twoSchools = aMe({ schools: [aSchool({ school_id: 'sch_1', name: 'Lincoln High School', students: 9 }), aSchool({ school_id: 'sch_2', name: 'Hill Elementary', students: 4 })] });

function district(groups: readonly Group[] = [], more: Record<string, Handler> = {}) {
  return fakeApi({
    'GET /v1/groups': () => ok({ items: groups }),
    'GET /v1/schools': () => ok({ items: [{ school_id: 'sch_1', name: 'Lincoln High School', students: 9, time_zone: 'UTC' }, { school_id: 'sch_2', name: 'Hill Elementary', students: 4, time_zone: 'UTC' }] }),
    'GET /v1/students': () => ok({ items: [aStudent(1), aStudent(2), aStudent(3)], next_cursor: null, total: 3 }),
    'GET /v1/staff': () => ok({ items: [{ user_id: 'u1', name: 'Tom Long', roles: ['teacher'], school_ids: ['sch_1'], school_names: ['Lincoln High School'] }], next_cursor: null, total: 1 }),
    'GET /v1/sections': () => ok({ items: [] }),
    'GET /v1/schools/{}/grades': () => ok({ items: [{ grade: '09', students: 9 }] }),
    'GET /v1/profiles': () => ok({ items: [{ id: 'teacher-standard', title: 'Teacher', role: 'teacher' }] }),
    'POST /v1/audience/count': () => ok(aCount(21, { groups: [{ group_id: 'g1', members: 21, left_out: 3 }] })),
    ...more,
  });
}

describe('groups as recipients', () => {
  it('are offered where there are any, stay groups, and tell who is left out (PICK-04)', async () => {
    const { asked } = district([aGroup()]);
    const { user } = renderPage(<Compose />);
    await user.click(await screen.findByRole('radio', { name: 'Student group' }));
    expect(screen.queryByRole('radio', { name: 'Staff group' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: /Marching Band/ }));
    expect(await screen.findByText('3 members of Marching Band are outside your reach and left out.')).toBeInTheDocument();
    expect(asked.findLast((a) => a.path === '/v1/audience/count')!.body).toMatchObject({ school_id: 'sch_1', audience: { students: { groups: ['g1'], students: [] }, staff: null } });
    await user.click(screen.getByRole('radio', { name: 'Student' }));
    expect(screen.getByRole('searchbox', { name: 'Find students' })).toBeInTheDocument();
  });

  it('are not offered where there are none (PICK-04, PICK-05)', async () => {
    const { times } = district();
    renderPage(<Compose />);
    await waitFor(() => expect(times('GET /v1/groups')).toBe(1));
    expect(screen.queryByRole('radio', { name: /group/i })).not.toBeInTheDocument();
  });

  it('of staff go under the API’s name for them (PICK-05)', () => {
    const choice: AudienceChoice = { recipientType: null, picks: [{ kind: 'staffGroup', id: 'g2', name: 'Bus duty' }] };
    expect(toAudience(choice)).toEqual({ students: null, staff: { users: [], groups: ['g2'] } });
  });

  it('are made from people chosen one by one; a name that is taken is told at the field', async () => {
    let taken = true;
    const { asked } = district([], { 'POST /v1/groups': () => (taken ? problem(409, 'conflict', { errors: [{ field: 'name', message: 'You have a group of this name already.' }] }) : ok({ ...aGroup(), version: 1 }, 201)) });
    const { user } = renderPage(<Compose />);
    await user.click(screen.getByRole('radio', { name: 'Student' }));
    await user.click(await screen.findByRole('option', { name: /Student 1/ }));
    expect(screen.queryByRole('button', { name: /as a group/ })).not.toBeInTheDocument();
    await user.click(screen.getByRole('option', { name: /Student 2/ }));
    await user.click(screen.getByRole('button', { name: 'Save 2 students as a group' }));
    await user.type(screen.getByRole('textbox', { name: 'Name of the group' }), 'Band');
    await user.click(screen.getByRole('button', { name: 'Save group' }));
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Name of the group' })).toHaveAccessibleDescription(/already/));
    taken = false;
    await user.click(screen.getByRole('button', { name: 'Save group' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(asked.find((a) => a.method === 'POST' && a.path === '/v1/groups')!.body).toMatchObject({ kind: 'students', name: 'Band', members: ['s1', 's2'] });
  });
});

describe('More search options', () => {
  const open = async (user: ReturnType<typeof renderPage>['user'], way = 'Student') => {
    await user.click(screen.getByRole('radio', { name: way }));
    await user.click(screen.getByRole('button', { name: 'More search options' }));
    return screen.findByRole('dialog');
  };

  it('ticks the shown results with the head box, and fills the picker on Done (PICK-06)', async () => {
    district();
    const { user } = renderPage(<Compose />);
    const dialog = await open(user);
    await user.click(await within(dialog).findByRole('checkbox', { name: 'Select all 3 shown' }));
    await user.click(within(dialog).getByRole('checkbox', { name: /Student 2/ }));
    expect(within(dialog).getByText('2 chosen')).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Done' }));
    const chips = screen.getByRole('grid', { name: 'Chosen recipients' });
    expect(within(chips).getAllByRole('row').map((row) => row.textContent)).toEqual([expect.stringContaining('Student 1'), expect.stringContaining('Student 3')]);
  });

  it('changes nothing when it is closed otherwise (PICK-06)', async () => {
    district();
    const { user } = renderPage(<Compose />);
    const dialog = await open(user);
    await user.click(await within(dialog).findByRole('checkbox', { name: 'Select all 3 shown' }));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.queryByRole('grid', { name: 'Chosen recipients' })).not.toBeInTheDocument();
  });

  it('asks by number, and for staff by name (PICK-06, PICK-07)', async () => {
    const { asked } = district();
    const { user } = renderPage(<Compose />);
    const dialog = await open(user);
    await user.type(within(dialog).getByRole('textbox', { name: 'Student number' }), '1003');
    await waitFor(() => expect(asked.some((a) => a.path === '/v1/students' && a.query.get('number') === '1003')).toBe(true));
    await user.click(within(dialog).getByRole('button', { name: 'Go back' }));
    const staff = await open(user, 'Staff');
    await user.type(within(staff).getByRole('textbox', { name: 'Name' }), 'tom');
    await waitFor(() => expect(asked.some((a) => a.path === '/v1/staff' && a.query.get('q') === 'tom')).toBe(true));
    await user.click(await within(staff).findByRole('checkbox', { name: /Tom Long/ }));
    await user.click(within(staff).getByRole('button', { name: 'Done' }));
    expect(within(screen.getByRole('grid', { name: 'Chosen recipients' })).getByText('Tom Long')).toBeInTheDocument();
  });

  it('goes on where the server gave a short page, until one is full or all was seen', async () => {
    const pages = [{ items: [1], next_cursor: 'a' }, { items: [], next_cursor: 'b' }, { items: [2, 3], next_cursor: 'c' }, { items: [4], next_cursor: null }];
    const asked: (string | undefined)[] = [];
    const ask = ({ cursor }: { cursor?: string }) => { asked.push(cursor); return Promise.resolve(pages[asked.length - 1]!); };
    expect(await filled(ask, { limit: 3 })).toMatchObject({ items: [1, 2, 3], next_cursor: 'c' });
    expect(asked).toEqual([undefined, 'a', 'b']);
  });

  it('replaces the picks of its own kind only', () => {
    const before: AudienceChoice = { recipientType: null, picks: [{ kind: 'student', id: 's1', name: 'A' }, { kind: 'staff', id: 'u1', name: 'T' }] };
    expect(withPicksOf(before, 'student', [{ kind: 'student', id: 's2', name: 'B' }]).picks.map((p) => p.id)).toEqual(['u1', 's2']);
  });
});

describe('the school filter', () => {
  it('is for who has several schools, and names those that are open (PICK-02, PICK-03)', async () => {
    const { asked } = district();
    const { user } = renderPage(<Compose />, { me: twoSchools });
    await user.click(screen.getByRole('radio', { name: 'Student' }));
    await user.click(screen.getByRole('button', { name: /School/ }));
    await user.click(await screen.findByRole('option', { name: 'Hill Elementary' }));
    await waitFor(() => expect(asked.findLast((a) => a.path === '/v1/students')!.query.get('school_id')).toBe('sch_2'));
    expect(asked.findLast((a) => a.path === '/v1/students')!.query.get('session_school_id')).toBe('sch_1');
  });

  it('is not there for one school', () => {
    district();
    renderPage(<Compose />);
    expect(screen.queryByRole('button', { name: /^School/ })).not.toBeInTheDocument();
  });
});

describe('the page of groups', () => {
  it('lists own and shared ones, and asks before it deletes', async () => {
    const { times } = district([aGroup(), aGroup({ group_id: 'g2', kind: 'staff', name: 'Bus duty', own: false, owner_name: 'Ann Lee' })], { 'DELETE /v1/groups/{}': () => ({ status: 204 }) });
    const { user } = renderPage(<Groups />);
    expect(await screen.findByText(/shared by Ann Lee/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Delete Bus duty' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Delete Marching Band' }));
    expect(times('DELETE /v1/groups/g1')).toBe(0);
    await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(times('DELETE /v1/groups/g1')).toBe(1));
  });

  it('says what to do when there are none', async () => {
    district();
    renderPage(<Groups />);
    expect(await screen.findByRole('heading', { name: 'No groups yet' })).toBeInTheDocument();
  });

  it('stands under Compose: the rail says so, and a group leads back to them all', async () => {
    district([aGroup()], { 'GET /v1/groups/{}': () => problem(404, 'not-found') });
    const { unmount } = renderPage(<><Rail /><Groups /></>, { at: '/groups' });
    expect(screen.getAllByRole('link', { name: 'Compose' }).some((link) => link.classList.contains('active'))).toBe(true);
    expect(screen.getByRole('link', { name: '← Compose' })).toHaveAttribute('href', '/compose');
    unmount();
    renderPage(<GroupPage />, { path: '/groups/:groupId', at: '/groups/g1' });
    expect(await screen.findByRole('link', { name: '← Groups' })).toHaveAttribute('href', '/groups');
  });

  it('changes a group by who came and who went, under the tag that was read', async () => {
    const { asked } = district([aGroup()], {
      'GET /v1/groups/{}': () => ok({ ...aGroup({ members: 3 }), version: 1 }),
      'GET /v1/groups/{}/members': () => ok({ items: [{ id: 's8', name: 'Old Friend', grade: '09', school_ids: [] }], next_cursor: null, left_out: 2 }),
      'PATCH /v1/groups/{}': () => ok({ ...aGroup(), version: 2 }),
    });
    const { user, where } = renderPage(<GroupPage />, { path: '/groups/:groupId?', at: '/groups/g1' });
    expect(await screen.findByText('2 more members are outside your reach and not shown.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /Remove Old Friend/ }));
    await user.click(screen.getByRole('button', { name: 'Find students to add' }));
    await user.click(await screen.findByRole('checkbox', { name: /Student 3/ }));
    await user.click(screen.getByRole('button', { name: 'Done' }));
    await user.click(screen.getByRole('checkbox', { name: 'Teacher' }));
    await user.click(screen.getByRole('button', { name: 'Save group' }));
    await waitFor(() => expect(where()).toBe('/groups'));
    const change = asked.find((a) => a.method === 'PATCH')!;
    expect(change.body).toMatchObject({ name: 'Marching Band', add: ['s3'], remove: ['s8'], profiles: ['teacher-standard'] });
    expect(change.headers.has('if-match')).toBe(true);
  });
});
