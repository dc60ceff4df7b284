// How many people an announcement reaches by its parts: counted while it is written, and once more before it is posted.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { reachQuery } from '@/features/announcements/api';
import { ApiError } from '@/lib/api/problem';
import type { AnnouncementCount, AnnouncementToCount } from '@/lib/api/models';
import { useSettled } from '@/lib/hooks';

const COUNT_PAUSE_MS = 250;

/** What is asked before it is posted. Without `count` it sends nothing, or posting refuses it; null: nobody could count. */
export interface Question { count?: AnnouncementCount | null }

/** `asked` is null while it sends nothing, or to nobody. */
export function useReach(asked: AnnouncementToCount | null) {
  const settled = JSON.parse(useSettled(JSON.stringify(asked), COUNT_PAUSE_MS)) as AnnouncementToCount | null;
  const isOn = asked !== null && settled !== null;
  return useQuery({ ...reachQuery(settled ?? nobody), enabled: isOn, placeholderData: keepPreviousData });
}

const nobody: AnnouncementToCount = { school_id: '', roles: [] };

/** With more than 100 people their number is confirmed (SEND-02); `always`: there is something else to know before. */
export function useAskingPost(asked: AnnouncementToCount | null, always: boolean, post: () => void) {
  const client = useQueryClient();
  const looking = useRef(false);
  const [busy, setBusy] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  const decide = (count: Question['count']) => (always || count === null || count?.confirm ? setQuestion({ count }) : post());

  const look = async (what: AnnouncementToCount) => {
    if (looking.current) return;
    looking.current = true;
    setBusy(true);
    const count = await client.fetchQuery(reachQuery(what)).catch(unknown);
    looking.current = false;
    setBusy(false);
    decide(count);
  };
  return { busy, question, ask: () => { if (asked) void look(asked); else decide(undefined); }, drop: useCallback(() => setQuestion(null), []) };
}

/** What is refused here is refused by posting too, which names the fields. */
const unknown = (error: unknown) => (error instanceof ApiError && error.fields.length > 0 ? undefined : null);
