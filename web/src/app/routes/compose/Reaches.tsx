// In the question before Send: how many by which way, and about when that will be done.
import { ReachLines } from '@/features/audience/components/Reach';
import { DoneBy } from '@/features/delivery/components/DoneBy';
import { deliveriesOf } from '@/features/delivery/preview';
import type { NewMessage, ReachByChannel } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import type { Outgoing } from './useOutgoing';

interface Props { outgoing: Outgoing; byChannel: ReachByChannel; waits: NewMessage['if_not_read'] }

export function Reaches({ outgoing, byChannel, waits }: Props) {
  const { school } = useSession();
  const { source, emergencies, ways } = outgoing;
  const atOnce = Object.entries(byChannel).filter(([channel]) => !waits?.some((step) => step.channel === channel));
  return (
    <>
      <ReachLines byChannel={byChannel} order={ways} waits={waits} />
      <DoneBy going={{ schoolId: school?.school_id ?? '', source, deliveries: deliveriesOf(Object.fromEntries(atOnce)), emergency: emergencies }} />
    </>
  );
}
