import { describe, expect, it } from 'vitest';
import { differNow, makeFormat, zoneAndPlace, zoneName } from '@/lib/format';

const now = () => new Date('2026-11-23T12:00:00Z');
const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('times', () => {
  it('show in the district’s zone, not the browser’s', () => {
    const chicago = makeFormat('en-US', 'America/Chicago', now);
    const honolulu = makeFormat('en-US', 'Pacific/Honolulu', now);
    expect(plain(chicago.dateTime('2026-11-23T11:40:00+00:00'))).toBe('Nov 23, 5:40 AM');
    expect(plain(honolulu.dateTime('2026-11-23T09:30:00+00:00'))).toBe('Nov 22, 11:30 PM');
  });

  it('are short: a time today, a day this year, a date before', () => {
    const format = makeFormat('en-US', 'America/Chicago', now);
    expect(plain(format.short('2026-11-23T11:40:00Z'))).toBe('5:40 AM');
    expect(format.short('2026-11-22T18:00:00Z')).toBe('Nov 22');
    expect(format.short('2025-11-22T18:00:00Z')).toBe('Nov 22, 2025');
  });

  it('and numbers follow the language', () => {
    expect(makeFormat('es', 'America/Chicago', now).dateTime('2026-11-23T11:40:00Z')).toMatch(/23 nov/);
    expect(makeFormat('en-US', 'America/Chicago', now).number(2143)).toBe('2,143');
  });
});

describe('time zones', () => {
  it.each([
    ['en', 'America/New_York', 'Eastern Time'], ['en', 'America/Phoenix', 'Mountain Standard Time'], ['es', 'America/New_York', 'hora oriental'], ['en', 'Mars/Olympus_Mons', 'Olympus Mons'],
  ])('are named as people say them (%s %s)', (locale, zone, name) => {
    expect(zoneName(locale, zone)).toBe(name);
  });

  it('are told apart where one is chosen', () => {
    expect(zoneAndPlace('en', 'America/New_York')).toBe('Eastern Time (New York)');
  });
});

it('two zones differ when their clocks do: not by their names, and not in every season', () => {
  const [winter, summer] = [new Date('2026-11-23T12:00:00Z'), new Date('2026-07-01T12:00:00Z')];
  expect(differNow('America/New_York', 'America/Detroit', winter)).toBe(false);
  expect(differNow('America/Denver', 'America/Phoenix', winter)).toBe(false);
  expect(differNow('America/Denver', 'America/Phoenix', summer)).toBe(true);
  expect(differNow('America/Denver', 'Nowhere/Land', winter)).toBe(true);
});
