// Sending, step by step: send -> (the server asks for confirmation of the number -> send with that number) -> accepted.
// Nothing is sent twice: one request at a time, and all of them under the draft's idempotency key.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { AcceptedMessage, NewMessage, ReachByChannel } from '@/lib/api/models';
import { ApiError, isKind } from '@/lib/api/problem';
import { forgetLists, sendMessage } from './api';

export interface Confirmation { recipients: number; byChannel: ReachByChannel }
export type SendError = { kind: 'fields'; fields: readonly { field: string; message: string }[] } | { kind: 'already' } | { kind: 'other'; error: unknown };

export interface Sending {
  busy: boolean;
  confirmation: Confirmation | null;
  error: SendError | null;
  /** How often the server has answered with an error. */
  attempt: number;
  send: (confirmed?: number) => Promise<void>;
  /** Go Back: the dialog closes, nothing is lost. */
  goBack: () => void;
}

export function useSending(key: string, body: (confirmed?: number) => NewMessage, onSent: (message: AcceptedMessage) => void): Sending {
  const client = useQueryClient();
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const [confirmation, setConfirmation] = useState<Confirmation | null>(null);
  const [error, setError] = useState<SendError | null>(null);
  const [attempt, setAttempt] = useState(0);

  const send = async (confirmed?: number) => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setError(null);
    try {
      const message = await sendMessage(key, body(confirmed));
      setConfirmation(null);
      void forgetLists(client);
      onSent(message);
    } catch (failure) {
      const asked = confirmationOf(failure);
      // What was refused for a right is offered no more: the page asks again what there is (PERM-A08).
      if (isKind(failure, 'forbidden')) void client.invalidateQueries({ queryKey: ['me'] });
      setConfirmation(asked);
      if (!asked) {
        setError(errorOf(failure));
        setAttempt((n) => n + 1);
      }
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  };

  return { busy, confirmation, error, attempt, send, goBack: () => setConfirmation(null) };
}

function confirmationOf(failure: unknown): Confirmation | null {
  if (!isKind(failure, 'confirmation-required')) return null;
  return { recipients: failure.problem.recipients ?? 0, byChannel: failure.problem.by_channel ?? {} };
}

function errorOf(failure: unknown): SendError {
  if (isKind(failure, 'conflict') && failure.fields.some((each) => each.field === 'Idempotency-Key')) return { kind: 'already' };
  if (failure instanceof ApiError && failure.fields.length) return { kind: 'fields', fields: failure.fields };
  return { kind: 'other', error: failure };
}
