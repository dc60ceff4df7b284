// When what an announcement sends leaves (ANN-15, ANN-16, SMS-09): on its first day, when calling hours open; an emergency
// does not wait for them. Pure. Days and hours are of the wall clock of the school, or of the district.
import { local } from '@/lib/wall-clock';

export interface Hours {
  zone: string;
  /** HH:MM; empty for no limit on that side. */
  from: string;
  until: string;
}

export type Leaving =
  | { when: 'now' }
  /** As that day begins, or at an hour of it. */
  | { when: 'later'; day: string; hour: string }
  /** It would be after the last day. */
  | { when: 'never' };

export function leaving({ start, end, urgent }: { start: string; end: string; urgent: boolean }, hours: Hours, now: Date): Leaving {
  const { day: today, time } = local(now, hours.zone);
  const first = start > today ? start : today;
  const at = urgent ? asItBegins(first, today) : inHours(first, today, time, hours);
  return end && (at.when === 'later' ? at.day : today) > end ? { when: 'never' } : at;
}

const asItBegins = (first: string, today: string): Leaving => (first === today ? { when: 'now' } : { when: 'later', day: first, hour: '' });

function inHours(first: string, today: string, time: string, { from, until }: Hours): Leaving {
  if (first > today || (from && time < from)) return { when: 'later', day: first, hour: from };
  return until && time > until ? { when: 'later', day: dayAfter(today), hour: from } : { when: 'now' };
}

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
