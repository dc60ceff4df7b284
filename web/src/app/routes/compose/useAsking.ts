import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { countQuery } from '@/features/audience/api';
import { deliveriesOf, estimateQuery } from '@/features/delivery/preview';
import type { Question } from '@/features/messages/components/ConfirmSend';
import type { AudienceCount, PartEstimate } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import type { Outgoing } from './useOutgoing';

/** What has to be asked before a message with a text or a call is sent, to however few: an emergency is meant as one,
 * and what the call window holds back may leave later (SEND-06). Where nobody can say, sending itself tells. */
export function useAsking(outgoing: Outgoing, send: () => void) {
  const client = useQueryClient();
  const school = useSession().school?.school_id ?? '';
  const looking = useRef(false);
  const [busy, setBusy] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);

  const ask = async () => {
    if (looking.current) return;
    looking.current = true;
    setBusy(true);
    const count = await orNothing(client.fetchQuery(countQuery(school, outgoing.counted)));
    const held = count ? await heldBack(client, school, outgoing, count) : [];
    looking.current = false;
    setBusy(false);
    if (!held.length && !outgoing.emergencies.length) send();
    else setQuestion({ people: count?.people, byChannel: count?.by_channel ?? {}, held });
  };
  const rings = outgoing.parts.includes('sms') || outgoing.parts.includes('voice');
  return { busy, question, ask: () => { if (rings) void ask(); else send(); }, drop: useCallback(() => setQuestion(null), []) };
}

async function heldBack(client: QueryClient, schoolId: string, { source, emergencies }: Outgoing, count: AudienceCount): Promise<PartEstimate[]> {
  const going = { schoolId, source, deliveries: deliveriesOf(count.by_channel), emergency: emergencies };
  const estimate = await orNothing(client.fetchQuery({ ...estimateQuery(going), staleTime: 0 }));
  return estimate?.parts.filter((part) => part.held && (part.channel === 'sms' || part.channel === 'voice')) ?? [];
}

const orNothing = <T>(asked: Promise<T>): Promise<T | null> => asked.catch(() => null);
