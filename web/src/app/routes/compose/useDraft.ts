import { useEffect, useState } from 'react';
import { isNobody, type AudienceChoice } from '@/features/audience/choice';
import { hasContent, keepDraft, loadDraft, newDraft, type Draft } from '@/features/messages/draft';
import { useLeaveWarning } from '@/lib/hooks';
import { useSession } from '@/lib/me';

export type ComposeDraft = Draft<AudienceChoice>;

const USUAL_TYPE = 'primary_contacts';

/** The draft of this tab: every change is kept at once, a reload brings it back, closing the tab asks first. */
export function useDraft() {
  const { me, settings } = useSession();
  const fresh = (): ComposeDraft => newDraft({ recipientType: firstType(me.recipient_types, settings.default_recipient_type), picks: [] });
  const [draft, setDraft] = useState<ComposeDraft>(() => loadDraft<AudienceChoice>(me.user_id) ?? fresh());
  const [sent, setSent] = useState(false);
  const dirty = hasContent(draft) || !isNobody(draft.choice);
  useEffect(() => { if (!sent) keepDraft(me.user_id, dirty ? draft : null); }, [draft, dirty, sent, me.user_id]);
  useLeaveWarning(hasContent(draft) && !sent);
  return {
    draft,
    dirty,
    change: (part: Partial<ComposeDraft>) => setDraft((now) => ({ ...now, ...part })),
    restore: setDraft,
    discard: () => setDraft(fresh()),
    /** The same words under a new key: a new message. */
    renew: () => setDraft((now) => ({ ...now, key: crypto.randomUUID() })),
    finish: () => { setSent(true); keepDraft(me.user_id, null); },
  };
}

/** The type that the district or school prefers; who lacks it starts on the first one granted (COMP-03). */
export function firstType(granted: readonly string[], preferred: string): string | null {
  return granted.find((type) => type === (preferred || USUAL_TYPE)) ?? granted[0] ?? null;
}
