// Posting or changing, one request at a time: what is pressed twice is posted once.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useErrorText } from '@/components/errors';
import type { AnnouncementWhole } from '@/lib/api/models';
import { ApiError, isKind } from '@/lib/api/problem';
import { forgetAnnouncements } from './api';

export function useSaving(save: () => Promise<AnnouncementWhole>, onSaved: (kept: AnnouncementWhole) => void) {
  const client = useQueryClient();
  const errorText = useErrorText();
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);

  const go = async () => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setFailure(null);
    try {
      const kept = await save();
      void forgetAnnouncements(client);
      onSaved(kept);
    } catch (error) {
      // What was refused for a right is offered no more: the page asks again what there is.
      if (isKind(error, 'forbidden')) void client.invalidateQueries({ queryKey: ['me'] });
      setFailure(error);
      setAttempt((n) => n + 1);
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  };

  const isPosted = isKind(failure, 'conflict') && failure.fields.some((each) => each.field === 'Idempotency-Key');
  const fields = failure instanceof ApiError && !isPosted ? failure.fields.map(inTheForm) : [];
  const isStale = isKind(failure, 'stale');
  return {
    busy, attempt, fields, isStale,
    /** It was posted before its last changes: the first answer was lost on the way. */
    isPosted,
    problem: failure && !fields.length && !isPosted && !isStale ? errorText(failure) : undefined,
    save: () => void go(),
  };
}

/** The title is the subject of what is sent. */
const inTheForm = ({ field, message }: { field: string; message: string }) => ({ field: field === 'subject' ? 'title' : field === 'school_id' ? 'school_ids' : field, message });
