// What became of one delivery, as people see it at a glance: a clock while it is under way, then an icon of its end (QUEUE-17).
import { Badge } from '@/components/Badge';
import { Icon, type IconName } from '@/components/Icon';
import type { Channel, DeliveryStatus } from '@/lib/api/models';
import { statusTones, useStatusName } from '@/lib/words';

const ends = { pending: 'clock', error: 'close', expired: 'warn', duplicate: 'minus' } as const satisfies Record<Exclude<DeliveryStatus, 'sent'>, IconName>;

/** Sent is an envelope, a phone, a bubble: by which way it went. */
export const statusIcon = (status: DeliveryStatus, channel: Channel): IconName => (status === 'sent' ? channel : ends[status]);

export function StatusBadge({ status, channel }: { status: DeliveryStatus; channel: Channel }) {
  const name = useStatusName();
  return <Badge tone={statusTones[status]}><Icon name={statusIcon(status, channel)} size={14} />{name(status)}</Badge>;
}
