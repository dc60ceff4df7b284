// What was refused at the last Send, by the app's own checks or by the server. A line goes when its field is changed.
import { useState } from 'react';
import type { FormError } from '@/components/ErrorSummary';
import { answering } from '@/features/messages/checks';
import type { SendError } from '@/features/messages/send';

const none: readonly FormError[] = [];

/** `answers` names the parts of what is written that a field of the API is about. */
export function useRefusals(sending: { error: SendError | null; attempt: number }, answers: (field: string) => readonly string[] = answering) {
  const [checked, setChecked] = useState<readonly FormError[]>(none);
  const [checks, setChecks] = useState(0);
  const [changed, setChanged] = useState<readonly string[]>([]);
  const refused = sending.error?.kind === 'fields' ? sending.error.fields : none;
  const errors = (checked.length ? checked : refused).filter(({ field }) => !answers(field).some((part) => changed.includes(part)));
  return {
    errors,
    /** Changes with each Send, so that the same refusal twice is told twice. */
    attempt: checks + sending.attempt,
    errorOf: (field: string) => errors.find((e) => e.field === field || e.field.startsWith(`${field}.`))?.message,
    /** What the checks found; nothing lets the message go to the server. */
    tell: (failures: readonly FormError[]) => { setChecked(failures); setChecks((n) => n + 1); setChanged([]); },
    mend: (part: object) => setChanged((now) => [...new Set([...now, ...Object.keys(part)])]),
  };
}
