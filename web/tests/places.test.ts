import { describe, expect, it } from 'vitest';
import { placesFor } from '@/app/shell/places';
import type { Me } from '@/lib/api/models';
import { sessionOf } from '@/lib/me';
import { aMe } from './support/build';

const names = (me: Me) => placesFor(sessionOf(me, null, () => undefined)).map((p) => p.name);

describe('the places shown, by right', () => {
  it('all for who may all', () => {
    expect(names(aMe({ permissions: { communication: 'edit', send_messages: 'edit', communication_reports: 'view', manage_roster: 'edit' } })))
      .toEqual(['home', 'compose', 'inbox', 'sent', 'scheduled', 'reports', 'roster', 'settings']);
  });

  it('family without Send Messages: the inbox only (PERM-F02)', () => {
    expect(names(aMe({ roles: ['parent'], permissions: { communication: 'view' }, recipient_types: [] }))).toEqual(['home', 'inbox', 'settings']);
  });

  it('family with Send Messages: a page of their own to write on (RCPT-25)', () => {
    expect(names(aMe({ roles: ['parent'], permissions: { communication: 'view', send_messages: 'edit' }, recipient_types: [] }))).toEqual(['home', 'write', 'inbox', 'settings']);
  });

  it('staff without Send Messages: Compose, to print (PERM-06)', () => {
    expect(names(aMe({ permissions: { communication: 'view' } }))).toEqual(['home', 'compose', 'inbox', 'settings']);
  });

  it('nothing of Communication without View on it (PERM-04)', () => {
    expect(names(aMe({ permissions: { send_messages: 'edit' } }))).toEqual(['home', 'settings']);
  });
});
