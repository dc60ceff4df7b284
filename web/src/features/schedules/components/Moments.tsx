// When a scheduled message is next, and when it was last: by the clock that its rule speaks of, as ever where that is
// everybody's. An hour that this clock skips is said to be a later one.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Scheduled } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useZone } from '@/lib/me';
import { local, skippedTo } from '@/lib/wall-clock';

type Moments = Pick<Scheduled, 'schedule' | 'time_zone' | 'next_at' | 'last_sent'>;

export function NextAt({ of: { schedule, time_zone: zone, next_at: next } }: { of: Moments }) {
  const { t } = useTranslation();
  const { exact, hour } = useFormat(zone);
  const said = useMoment(zone);
  if (!next) return null;
  const time = schedule.time.slice(0, 5);
  const later = skippedTo(local(new Date(next), zone).day, time, zone);
  return (
    <>
      {t('scheduled.next')} <time dateTime={next} title={exact(next)}>{said(next)}</time>
      {later && ` (${t('scheduled.skips', { time: hour(time) })})`}
    </>
  );
}

export function LastSent({ of: { last_sent: last, time_zone: zone } }: { of: Moments }) {
  const { t } = useTranslation();
  const said = useMoment(zone);
  if (!last) return null;
  return <>{t('scheduled.last')} <Link to={`/sent/${encodeURIComponent(last.message_id)}`}>{said(last.sent_at)}</Link></>;
}

/** Names the zone where the other pages tell another one's time. */
function useMoment(zone: string) {
  const { dateTime, zoned } = useFormat(zone);
  return zone === useZone() ? dateTime : zoned;
}
