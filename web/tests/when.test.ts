import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { ruleInWords, tomorrow } from '@/features/schedules/when';

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
