// How many this goes to, by channel, and how many cannot be reached. The server counts.
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { ScrollBox } from '@/components/ScrollBox';
import type { AudienceCount, Channel, ReachByChannel } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useReason } from '@/lib/reasons';
import { useChannelName, useWaiting } from '@/lib/words';
import type { Pick } from '../choice';
import { reasonsIn } from '../reasons';
import './picker.css';

export function ChosenOf({ count }: { count: AudienceCount }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const students = count.students_selected > 0 || (count.staff_selected === 0 && count.imported_selected === 0);
  return (
    <p className="chosen-of" role="status">
      {students && <span>{t('compose.studentsOf', { chosen: number(count.students_selected), possible: number(count.students_possible) })}</span>}
      {students && count.staff_selected > 0 && ' · '}
      {count.staff_selected > 0 && <span>{t('compose.staffOf', { chosen: number(count.staff_selected), possible: number(count.staff_possible) })}</span>}
      {(students || count.staff_selected > 0) && count.imported_selected > 0 && ' · '}
      {count.imported_selected > 0 && <span>{t('compose.importedOf', { count: count.imported_selected, shown: number(count.imported_selected) })}</span>}
    </p>
  );
}

/** Members of chosen groups whom the person cannot write to (PICK-04). */
export function LeftOut({ count, picks }: { count: AudienceCount; picks: readonly Pick[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const names = new Map(picks.map((p) => [p.id, p.name]));
  const groups = count.groups.filter((g) => g.left_out > 0 && names.has(g.group_id));
  if (!groups.length) return null;
  return (
    <ul className="left-out muted small">
      {groups.map((g) => <li key={g.group_id}>{t('groups.leftOut', { count: g.left_out, shown: number(g.left_out), name: names.get(g.group_id) })}</li>)}
    </ul>
  );
}

export function Headcount({ people }: { people: number }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return <p className="headcount"><strong>{number(people)}</strong><span className="muted">{t('compose.people', { count: people })}</span></p>;
}

interface LinesProps {
  byChannel: ReachByChannel;
  order: readonly Channel[];
  /** The channels that wait for readers, and how long. */
  waits?: readonly { channel: Channel; after_minutes: number }[];
  isSample?: boolean;
  /** Nothing is about to be sent. */
  peopleOnly?: boolean;
}

export function ReachLines({ byChannel, order, waits = [], isSample, peopleOnly }: LinesProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const waiting = useWaiting();
  const channelName = useChannelName();
  return (
    <>
      <ul className="reach">
        {order.filter((c) => byChannel[c]).map((channel) => {
          const { reachable, unreachable } = byChannel[channel] ?? { reachable: 0, unreachable: 0 };
          const wait = waits.find((each) => each.channel === channel);
          return (
            <li key={channel} className="reach-line">
              <Icon name={channel} size={18} />
              <span>{channelName(channel)}{wait && ` · ${t('ifNotRead.later', { when: waiting(wait.after_minutes) })}`}{unreachable > 0 && <span className="reach-none"> · {t('compose.without', { count: unreachable, shown: number(unreachable) })}</span>}</span>
              <span className="num">{number(reachable)}</span>
            </li>
          );
        })}
      </ul>
      {!peopleOnly && <PerStudent byChannel={byChannel} order={order} />}
      {isSample && <p className="muted small">{t('compose.sample')}</p>}
    </>
  );
}

/** The same as a table, with what goes out by each and why some are not reached; for the preview. */
export function ReachTable({ count, order }: { count: AudienceCount; order: readonly Channel[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const channelName = useChannelName();
  const reason = useReason();
  return (
    <>
      <ScrollBox className="reach-table-box" label={t('preview.byChannel')}><table className="reach-table">
        <caption className="visually-hidden">{t('preview.byChannel')}</caption>
        <thead><tr><th scope="col">{t('columns.type')}</th><th scope="col">{t('preview.reached')}</th><th scope="col">{t('preview.notReached')}</th><th scope="col">{t('preview.deliveries')}</th></tr></thead>
        <tbody>
          {order.map((channel) => ({ channel, reach: count.by_channel[channel] })).map(({ channel, reach }) => reach && (
            <Fragment key={channel}>
              <tr>
                <th scope="row"><span className="row tight"><Icon name={channel} size={16} />{channelName(channel)}</span></th>
                <td className="num">{number(reach.reachable)}</td><td className="num">{number(reach.unreachable)}</td><td className="num">{number(reach.deliveries)}</td>
              </tr>
              {reasonsIn(count, channel).map((told) => (
                <tr key={told.reason} className="reach-why"><td colSpan={4}>{number(told.people)} · {reason({ reason: told.reason, channel })}</td></tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table></ScrollBox>
      <PerStudent byChannel={count.by_channel} order={order} />
      {count.approximate && <p className="muted small">{t('compose.sample')}</p>}
    </>
  );
}

/** who is written to about two children gets two; the report will count those, so it is said before. */
function PerStudent({ byChannel, order }: { byChannel: ReachByChannel; order: readonly Channel[] }) {
  const { t } = useTranslation();
  const { number, list } = useFormat();
  const channelName = useChannelName();
  const several = order.flatMap((channel) => {
    const reach = byChannel[channel];
    const isMore = reach && channel !== 'push' && reach.deliveries > reach.reachable + reach.unreachable;
    return isMore ? [t('compose.channelDeliveries', { channel: channelName(channel), shown: number(reach.deliveries) })] : [];
  });
  return several.length > 0 && <p className="muted small">{t('compose.perStudent', { deliveries: list(several) })}</p>;
}
