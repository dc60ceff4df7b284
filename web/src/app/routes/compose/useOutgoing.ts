import { useAudienceCount, type Counted } from '@/features/audience/api';
import { asGranted, isNobody, toAudience } from '@/features/audience/choice';
import { useSignatures } from '@/features/content/api';
import { nameStudents } from '@/features/content/fields';
import { emergenciesOf, partsOf, textsOf, toNewMessage, within } from '@/features/messages/draft';
import { channels } from '@/lib/api/models';
import { useSettled } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { maySend } from '../../shell/places';
import { sourceOf } from './SendAs';
import type { ComposeDraft } from './useDraft';

const COUNT_PAUSE_MS = 250;

/** The draft as it would go out for who writes it, and whom it would reach: the count is asked for under the draft's
 * own key, so that it counts the same people whom sending picks. */
export function useOutgoing(draft: ComposeDraft) {
  const session = useSession();
  const { me, school, can } = session;
  const replies = draft.replies ?? me.replies_at_first;
  const outgoing = within({ ...draft, replies }, { sms: can('send_sms'), voice: can('phone_calls'), push: can('push') }, sourceOf(session, draft.source));
  const own = useSignatures().data?.value;
  const audience = toAudience(asGranted(draft.choice, me.recipient_types));
  const parts = partsOf(outgoing);
  const emergencies = emergenciesOf(outgoing);
  const counted: Counted = { audience, parts, emergency: emergencies, secure: Boolean(draft.secure), key: draft.key, perStudent: nameStudents(textsOf(outgoing)) };
  const settled = JSON.parse(useSettled(JSON.stringify(counted), COUNT_PAUSE_MS)) as Counted;
  return {
    outgoing,
    nobody: isNobody(draft.choice),
    typeMissing: audience.students === null,
    source: outgoing.source ?? 'user',
    replies,
    settings: outgoing.source === 'district' ? me.settings : session.settings,
    parts,
    emergencies,
    /** Those that go under it; null for none. */
    signatures: outgoing.signature && own ? own : null,
    /** The ways it takes: the parts that are written, and the inbox. */
    ways: channels.filter((c) => c === 'portal' || parts.includes(c)),
    counted,
    count: useAudienceCount(settled, maySend(session)),
    body: (confirmed?: number) => toNewMessage(outgoing, school?.school_id ?? '', audience, confirmed),
  };
}

export type Outgoing = ReturnType<typeof useOutgoing>;
