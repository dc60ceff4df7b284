// A date, a time and how often: what a new one starts with, and the rule in words (SCHD-10). Pure.
import type { TFunction } from 'i18next';
import type { Scheduled, When } from '@/lib/api/models';
import { zoneName } from '@/lib/format';
import { local } from '@/lib/wall-clock';

export const intervals = ['once', 'daily', 'weekly', 'monthly', 'yearly'] as const;
export type Interval = (typeof intervals)[number];

/** Tomorrow morning, local to the person's zone. */
export function tomorrow(now: Date, timeZone: string): When {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(now.getTime() + 86_400_000));
  return { date: day, time: '07:00', every: 'once', until: null };
}

/** Whether a date and time of a zone have passed: today's sends at once, an earlier date is refused. */
export function passed(when: When, timeZone: string, now: Date): 'today' | 'earlier' | null {
  const { day: today, time } = local(now, timeZone);
  if (!when.date || !when.time || when.date > today) return null;
  if (when.date < today) return 'earlier';
  return when.time.slice(0, 5) <= time ? 'today' : null;
}

/** A schedule as it is kept, which is being changed. */
export type Kept = Pick<Scheduled, 'schedule' | 'time_zone' | 'next_at' | 'last_sent'>;

/** The day on which a recurring one that is changed is next due, where the change leaves that day as it was (SCHD-11). */
export function nextDay(when: When, { schedule, time_zone: zone, next_at: next }: Kept): string | null {
  if (!next || when.every === 'once' || when.date !== schedule.date || when.every !== schedule.every) return null;
  return local(new Date(next), zone).day;
}

/** Whether saving a change sends it at once (SCHD-12). A recurring one whose start lies back does not: its next day counts. */
export function sendsAtOnce(when: When, kept: Kept, now: Date): boolean {
  const zone = kept.time_zone;
  if (when.every === 'once') return passed(when, zone, now) === 'today';
  const next = nextDay(when, kept);
  if (next) return passed({ ...when, date: next }, zone, now) !== null && !(when.until && next > when.until);
  const isMoved = when.date !== kept.schedule.date;
  const wasSent = kept.last_sent !== null && local(new Date(kept.last_sent.sent_at), zone).day === when.date;
  return isMoved && !wasSent && passed(when, zone, now) === 'today';
}

const ruleKeys = {
  once: 'scheduled.rules.once', daily: 'scheduled.rules.daily', weekly: 'scheduled.rules.weekly', monthly: 'scheduled.rules.monthly', yearly: 'scheduled.rules.yearly',
} as const;

/** "Every week on Friday at 5:30 AM, Eastern Time, until Dec 18, 2026". Date and time are of the zone already: it is named, not applied. */
export function ruleInWords(t: TFunction, locale: string, when: When, zone: string): string {
  const at = new Date(`${when.date}T${when.time.slice(0, 5)}:00Z`);
  const format = (options: Intl.DateTimeFormatOptions, date = at) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(date);
  const rule = t(ruleKeys[when.every ?? 'once'], {
    time: `${format({ hour: 'numeric', minute: '2-digit' })}, ${zoneName(locale, zone)}`,
    weekday: format({ weekday: 'long' }),
    day: format({ day: 'numeric' }),
    monthDay: format({ month: 'long', day: 'numeric' }),
    date: format({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }),
  });
  if (!when.until) return rule;
  return t('scheduled.rules.until', { rule, date: format({ year: 'numeric', month: 'short', day: 'numeric' }, new Date(`${when.until}T00:00:00Z`)) });
}
