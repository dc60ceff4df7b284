// As whom a message is sent, and what a school or district leaves of Compose.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Compose } from '@/app/routes/Compose';
import { firstType } from '@/app/routes/compose/useDraft';
import type { Me } from '@/lib/api/models';
import { aCount, aMe, aMessage, aSchool, bounds } from './support/build';
import { fakeApi, ok } from './support/fake-api';
import { renderPage } from './support/render';

const both = { ...aMe().permissions, send_from_district: 'edit', send_from_school: 'edit' } satisfies Me['permissions'];

function town() {
  return fakeApi({
    'POST /v1/audience/count': () => ok(aCount(3)),
    'POST /v1/messages': ({ body }) => ok(aMessage({ source: (body as { source?: 'district' }).source ?? 'user' }), 202),
  });
}

async function choose(user: ReturnType<typeof renderPage>['user'], name: RegExp) {
  await user.click(screen.getByRole('button', { name: /Sender/ }));
  await user.click(await screen.findByRole('option', { name }));
}

describe('the sender', () => {
  it('may be the district, with a word about what that means, and a confirmation after (COMP-16, COMP-17, SEND-07)', async () => {
    const { asked } = town();
    const { user, where } = renderPage(<Compose />, { me: aMe({ permissions: both }) });
    await choose(user, /^Maple Valley/);
    expect(screen.getByText(/Recipients see Maple Valley and nothing of you/)).toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
    await user.click(screen.getByRole('tab', { name: 'Text message' }));
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'No school');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(where()).toBe('/sent/msg_1'));
    expect(asked.find((a) => a.path === '/v1/messages')!.body).toMatchObject({ source: 'district' });
  });

  it('is not a choice without the rights (PERM-A04, PERM-A05)', () => {
    town();
    renderPage(<Compose />);
    expect(screen.queryByRole('button', { name: /Sender/ })).not.toBeInTheDocument();
  });

  it('of an excluded school is the school once, in place of the district (XSCH-06)', async () => {
    town();
    const { user } = renderPage(<Compose />, { me: aMe({ permissions: both, schools: [aSchool({ sends_as_school: true })] }) });
    await user.click(screen.getByRole('button', { name: /Sender/ }));
    expect(screen.getAllByRole('option').map((o) => o.textContent)).toEqual(['Myself, Dana Whitfield', 'Lincoln High School']);
  });
});

describe('a school or district without texts and calls', () => {
  it('has no tabs for them, and does not send what a draft still holds (LIC-01, XSCH-04)', async () => {
    const { asked } = town();
    const first = renderPage(<Compose />);
    await first.user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
    await first.user.click(screen.getByRole('tab', { name: 'Text message' }));
    await first.user.type(screen.getByRole('textbox', { name: 'Text message' }), 'No school');
    first.unmount();
    const { user } = renderPage(<Compose />, { me: aMe({ schools: [aSchool({ withheld: ['send_sms', 'phone_calls'] })] }) });
    expect(screen.queryByRole('tab', { name: /Text message|Call/ })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Send' }));
    expect(screen.getByRole('alert')).toHaveTextContent('Write an email');
    expect(asked.filter((a) => a.path === '/v1/messages')).toHaveLength(0);
  });
});

describe('preferences', () => {
  it('start Compose on the preferred type, or the first one granted (COMP-03)', () => {
    expect(firstType(['students', 'primary_contacts'], 'students')).toBe('students');
    expect(firstType(['students', 'primary_contacts'], 'all_contacts')).toBe('students');
    expect(firstType(['students', 'primary_contacts'], '')).toBe('primary_contacts');
    expect(firstType([], 'students')).toBeNull();
  });

  it('are those of the school, and of the district for its own messages (ADMIN-02, ADMIN-05)', async () => {
    town();
    const me = aMe({ permissions: both, schools: [aSchool({ settings: { ...bounds, sms_character_limit: 50 } })] });
    const { user } = renderPage(<Compose />, { me });
    await user.click(screen.getByRole('tab', { name: 'Text message' }));
    expect(screen.getByText('0 of 50 characters')).toBeInTheDocument();
    await choose(user, /^Maple Valley/);
    expect(screen.getByText('0 of 130 characters')).toBeInTheDocument();
  });
});
