// Saving a schedule, step by step: save -> (the server asks for the number -> save with that number) -> kept.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useErrorText } from '@/components/errors';
import type { ScheduledWhole, When } from '@/lib/api/models';
import { ApiError, isKind } from '@/lib/api/problem';
import { forgetScheduled } from './api';

export interface Scheduling {
  busy: boolean;
  errors: readonly { field: string; message: string }[];
  problem?: string;
  /** It was changed since it was opened. */
  isStale: boolean;
  /** How often it was refused. */
  attempt: number;
  /** How many people it goes to, when the server wants a yes to that (SEND-05); saving again says it. */
  people: number | null;
  onSave: (when: When) => void;
  /** Drops what was asked and refused: the window was closed. */
  forget: () => void;
}

export function useScheduling(save: (when: When, confirmed?: number) => Promise<ScheduledWhole>, onSaved: (kept: ScheduledWhole) => void): Scheduling {
  const client = useQueryClient();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const [people, setPeople] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);

  const onSave = async (when: When) => {
    setBusy(true);
    setFailure(null);
    try {
      const kept = await save(when, people ?? undefined);
      void forgetScheduled(client);
      onSaved(kept);
    } catch (error) {
      const asked = isKind(error, 'confirmation-required') ? (error.problem.recipients ?? 0) : null;
      setPeople(asked);
      if (asked !== null) return;
      setFailure(error);
      setAttempt((n) => n + 1);
    } finally {
      setBusy(false);
    }
  };

  const errors = failure instanceof ApiError ? failure.fields.map(inTheForm) : [];
  const isStale = isKind(failure, 'stale');
  return {
    busy, people, errors, isStale, attempt, problem: failure && !errors.length ? errorText(failure) : undefined,
    onSave: (when) => void onSave(when), forget: () => { setPeople(null); setFailure(null); },
  };
}

/** What a form calls `subject` is `message.subject` in the request that schedules it. */
const inTheForm = ({ field, message }: { field: string; message: string }) => ({ field: field.replace(/^(message|answer)\./, ''), message });
