import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { nextDay, ruleInWords, sendsAtOnce, tomorrow, type Kept } from '@/features/schedules/when';
import { skippedTo } from '@/lib/wall-clock';

describe('the rule of a schedule in words (SCHD-10)', () => {
  const when = { date: '2026-11-27', time: '05:30:00', until: null };
  it.each([
    ['once', 'Once, on Friday, November 27, 2026 at 5:30 AM, Eastern Time'],
    ['daily', 'Every day at 5:30 AM, Eastern Time'],
    ['weekly', 'Every week on Friday at 5:30 AM, Eastern Time'],
    ['monthly', 'Every month on day 27 at 5:30 AM, Eastern Time'],
    ['yearly', 'Every year on November 27 at 5:30 AM, Eastern Time'],
  ] as const)('%s', (every, words) => {
    expect(ruleInWords(i18next.t, 'en-US', { ...when, every }, 'America/New_York')).toBe(words);
  });

  it('names the final date', () => {
    expect(ruleInWords(i18next.t, 'en-US', { ...when, every: 'weekly', until: '2026-12-18' }, 'America/New_York')).toBe('Every week on Friday at 5:30 AM, Eastern Time, until Dec 18, 2026');
  });

  it('starts with tomorrow in the zone of the district', () => {
    expect(tomorrow(new Date('2026-11-28T04:00:00Z'), 'America/New_York').date).toBe('2026-11-28');
  });
});

describe('what a changed schedule sends at once (SCHD-12)', () => {
  const schedule = { date: '2026-11-26', time: '12:55:00', every: 'weekly' as const, until: null };
  const kept: Kept = { schedule, time_zone: 'America/New_York', next_at: '2026-12-03T17:55:00Z', last_sent: { message_id: 'msg_1', sent_at: '2026-11-26T17:55:02Z', note: null } };
  const now = new Date('2026-11-26T18:30:00Z'); // 1:30 PM there, of the day on which it began and was sent

  it('is nothing, where only its next date counts (SCHD-15)', () => {
    expect(sendsAtOnce(schedule, kept, now)).toBe(false);
    expect(sendsAtOnce({ ...schedule, until: '2026-12-18' }, kept, now)).toBe(false);
    expect(sendsAtOnce({ ...schedule, every: 'daily' }, kept, now)).toBe(false);
    expect(nextDay({ ...schedule, time: '09:00' }, kept)).toBe('2026-12-03');
  });

  it('is what is due by the new time', () => {
    const due = { ...kept, next_at: '2026-11-26T20:00:00Z', last_sent: null };
    expect(sendsAtOnce({ ...schedule, time: '13:00' }, due, now)).toBe(true);
    expect(sendsAtOnce({ ...schedule, time: '14:00' }, due, now)).toBe(false);
    expect(sendsAtOnce({ ...schedule, date: '2026-11-26', every: 'once' }, due, now)).toBe(true);
  });
});

describe('an hour that the clocks go forward over (A-28)', () => {
  it.each([
    ['2027-03-14', '02:30', 'America/Denver', '03:30'],
    ['2027-03-14', '03:00', 'America/Denver', null],
    ['2027-03-14', '01:59', 'America/Denver', null],
    ['2027-11-07', '01:30', 'America/Denver', null],
    ['2027-03-14', '02:30', 'America/Phoenix', null],
    ['', '02:30', 'America/Denver', null],
  ])('%s %s in %s', (day, time, zone, later) => expect(skippedTo(day, time, zone)).toBe(later));
});
