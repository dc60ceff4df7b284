// What a zone's wall clock shows, and the moment that it means. Pure. Days are "2026-11-27", times "07:00".

/** The day and the minute of a zone's wall clock. */
export function local(now: Date, zone: string): { day: string; time: string } {
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' } as const;
  const [day = '', time = ''] = new Intl.DateTimeFormat('en-CA', options).format(now).split(', ');
  return { day, time };
}

/** The time that the clocks show instead, where they go forward over it: then something is due as much later. Null
 * for a time that there is. */
export function skippedTo(day: string, time: string, zone: string): string | null {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  const meant = (near: number) => asUtc - offset(new Date(near), zone);
  const [before, after] = [meant(asUtc - DAY), meant(asUtc + DAY)];
  const shows = (moment: number) => local(new Date(moment), zone);
  const isThere = [before, after].some((moment) => shows(moment).time === time);
  return isThere ? null : shows(before).time;
}

const DAY = 86_400_000;

/** How far a zone's clock is ahead of UTC, in ms, to the minute. */
function offset(at: Date, zone: string): number {
  const { day, time } = local(at, zone);
  return Date.parse(`${day}T${time}:00Z`) - Math.floor(at.getTime() / 60_000) * 60_000;
}
