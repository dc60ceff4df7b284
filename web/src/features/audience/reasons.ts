// Why people are not reached, as the count tells it: each reason with how many it keeps away. Pure.
import type { AudienceCount, Channel, Unreachable } from '@/lib/api/models';

export interface Told { reason: Unreachable; people: number }

/** Of one channel or of all, the most frequent first; home and work phones among the texted ones come last. */
export function reasonsIn(count: AudienceCount | undefined, channel?: Channel): Told[] {
  const found = new Map<string, number>();
  for (const [each, reach] of Object.entries(count?.by_channel ?? {})) {
    if (channel && each !== channel) continue;
    for (const [reason, people] of Object.entries(reach.reasons)) found.set(reason, (found.get(reason) ?? 0) + people);
  }
  const told = [...found].map(([reason, people]) => ({ reason: reason as Unreachable, people })).sort((a, b) => b.people - a.people);
  const landlines = channel === undefined || channel === 'sms' ? (count?.landlines ?? 0) : 0;
  return landlines ? [...told, { reason: 'landline', people: landlines }] : told;
}
