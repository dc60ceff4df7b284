// Numbers and times as people read them: in the interface's language and the district's time zone.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useZone } from './me';

export interface Format {
  number: (n: number) => string;
  percent: (n: number) => string;
  date: (iso: string) => string;
  time: (iso: string) => string;
  /** "Nov 23, 5:40 AM"; with the year when it is not this one. */
  dateTime: (iso: string) => string;
  /** Full, for titles: "Monday, November 23, 2026 at 5:40 AM EST". */
  exact: (iso: string) => string;
  /** Today: the time; this year: day and month; else the date. */
  short: (iso: string) => string;
  /** With the zone it is told in: "Tuesday, November 24, 7:00 AM EST". */
  moment: (iso: string) => string;
  /** As `dateTime`, with the zone: "Nov 23, 5:40 AM EST". */
  zoned: (iso: string) => string;
  /** A day of the calendar, "2026-11-27", whatever the zone: "Nov 27, 2026". */
  day: (day: string) => string;
  /** "Friday, November 27". */
  weekday: (day: string) => string;
  /** An hour of the wall clock, "07:00": "7:00 AM". */
  hour: (hour: string) => string;
  list: (words: readonly string[]) => string;
}

export function makeFormat(locale: string, timeZone: string, now: () => Date = () => new Date()): Format {
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const date = dates({ year: 'numeric', month: 'short', day: 'numeric' });
  const day = dates({ month: 'short', day: 'numeric' });
  const time = dates({ hour: 'numeric', minute: '2-digit' });
  const dayTime = dates({ month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  const fullTime = dates({ year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  const exact = dates({ dateStyle: 'full', timeStyle: 'long' });
  const year = dates({ year: 'numeric' });
  const moment = dates({ weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' });
  const named = dates({ timeZoneName: 'short' });
  const nameAt = (iso: string) => named.formatToParts(new Date(iso)).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const calendar = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  const onDay = calendar({ year: 'numeric', month: 'short', day: 'numeric' });
  const weekday = calendar({ weekday: 'long', month: 'long', day: 'numeric' });
  const hour = calendar({ hour: 'numeric', minute: '2-digit' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const isNow = (f: Intl.DateTimeFormat, iso: string) => f.format(new Date(iso)) === f.format(now());
  const dateTimeOf = (iso: string) => (isNow(year, iso) ? dayTime : fullTime).format(new Date(iso));
  return {
    number: (n) => number.format(n),
    percent: (n) => percent.format(n),
    date: (iso) => date.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    dateTime: dateTimeOf,
    exact: (iso) => exact.format(new Date(iso)),
    short: (iso) => (isNow(date, iso) ? time : isNow(year, iso) ? day : date).format(new Date(iso)),
    moment: (iso) => moment.format(new Date(iso)),
    zoned: (iso) => `${dateTimeOf(iso)} ${nameAt(iso)}`,
    day: (each) => onDay.format(new Date(`${each}T00:00:00Z`)),
    weekday: (each) => weekday.format(new Date(`${each}T00:00:00Z`)),
    hour: (each) => hour.format(new Date(`2000-01-01T${each}:00Z`)),
    list: (words) => list.format(words),
  };
}

/** "Eastern Time", "hora oriental": a zone as people say it; one that nobody has a name for by its place. */
export function zoneName(locale: string, timeZone: string): string {
  try {
    const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' }).formatToParts(new Date());
    return parts.find((part) => part.type === 'timeZoneName')?.value ?? placeOf(timeZone);
  } catch {
    return placeOf(timeZone);
  }
}

/** "Eastern Time (New York)": where zones are chosen, some have the same name. */
export const zoneAndPlace = (locale: string, timeZone: string): string => `${zoneName(locale, timeZone)} (${placeOf(timeZone)})`;

/** Whether clocks in two zones show different times at a moment. */
export function differNow(one: string, other: string, now: Date = new Date()): boolean {
  const clock = (timeZone: string) => new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(now);
  try {
    return clock(one) !== clock(other);
  } catch {
    return true;
  }
}

const placeOf = (timeZone: string): string => (timeZone.split('/').pop() ?? timeZone).replaceAll('_', ' ');

/** In the district's zone, or another. */
export function useFormat(of?: string): Format {
  const { i18n } = useTranslation();
  const own = useZone();
  const zone = of ?? own;
  const locale = i18n.language === 'es' ? 'es-US' : 'en-US';
  return useMemo(() => makeFormat(locale, zone), [locale, zone]);
}
