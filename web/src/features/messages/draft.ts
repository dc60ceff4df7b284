// The message being written: kept in this tab (sessionStorage), one per person, so that a reload loses nothing.
// Pure but for the two functions at the end. The idempotency key is made with the draft and stays with it, so
// that a double click or a repeated request sends once (SEND-01).
import type { Audience, NewMessage } from '@/lib/api/models';

export type PartKey = 'email' | 'sms' | 'voice' | 'push';

type Call = NonNullable<NonNullable<NewMessage['parts']>['voice']>;

/** The parts that may wait for readers, and how many minutes each waits. */
export type Waiting = 'push' | 'sms' | 'voice';
export type Waits = Partial<Record<Waiting, number>>;
export const mayWait = (parts: readonly PartKey[]) => (['push', 'sms', 'voice'] as const).filter((part) => parts.includes(part));

export interface Draft<C> {
  key: string;
  choice: C;
  subject: string;
  html: string;
  sms: string;
  smsEmergency: boolean;
  voice: string;
  voiceEmergency: boolean;
  /** Which of the two is sent, the text or the recording (CALL-02); absent: the text. */
  voiceKind?: 'tts' | 'recorded';
  recording?: { id: string; seconds: number } | null;
  /** The number to call from; absent: one's default. */
  callerId?: string;
  /** The language that a kept message's call is read in; one's own otherwise. */
  voiceLanguage?: string;
  push: boolean;
  priority: boolean;
  /** As whom recipients see it. Absent in drafts that an earlier version kept. */
  source?: Source;
  /** Absent in drafts that an earlier version kept. */
  secure?: boolean;
  /** Whether families may answer; absent: as the author set it for new messages (SET-09). */
  replies?: boolean;
  /** Whether one's signatures go under it (COMP-27). */
  signature?: boolean;
  /** Absent: everything goes at once. */
  waits?: Waits;
}

/** What a draft says, whomever it goes to. */
export type Words = Omit<Draft<unknown>, 'choice'>;

export type Source = NonNullable<NewMessage['source']>;

export function newDraft<C>(choice: C): Draft<C> {
  return { key: crypto.randomUUID(), choice, subject: '', html: '', sms: '', smsEmergency: false, voice: '', voiceEmergency: false, push: false, priority: false, secure: false };
}

/** The draft as it would go out for somebody who may use these ways only: the rest stays written, and is not sent (LIC-01). */
export function within<D extends Draft<unknown>>(draft: D, may: { sms: boolean; voice: boolean; push: boolean }, source: Source): D {
  return { ...draft, sms: may.sms ? draft.sms : '', voice: may.voice ? draft.voice : '', recording: may.voice ? draft.recording : null, push: may.push && draft.push, source, signature: Boolean(draft.signature) && source === 'user' };
}

/** Everything that is said in it. */
export const textsOf = (draft: Words) => [draft.subject, draft.html, draft.sms, isRecorded(draft) ? '' : draft.voice];

export const isRecorded = (draft: Words) => draft.voiceKind === 'recorded';

/** Anything that would be missed if it were gone. */
export function hasContent(draft: Draft<unknown>): boolean {
  return [...textsOf(draft), draft.voice].some((text) => text.trim() !== '') || Boolean(draft.recording);
}

/** The parts that have something to say, in the order of the API's names. */
export function partsOf(draft: Words): PartKey[] {
  const on: Record<PartKey, boolean> = {
    email: draft.html !== '', sms: draft.sms.trim() !== '',
    voice: isRecorded(draft) ? Boolean(draft.recording) : draft.voice.trim() !== '', push: draft.push,
  };
  return (Object.keys(on) as PartKey[]).filter((part) => on[part]);
}

/** Those of them that are an emergency. */
export function emergenciesOf(draft: Words): ('sms' | 'voice')[] {
  const urgent = { sms: draft.smsEmergency, voice: draft.voiceEmergency };
  return (['sms', 'voice'] as const).filter((part) => urgent[part] && partsOf(draft).includes(part));
}

function stepsOf(draft: Draft<unknown>): NonNullable<NewMessage['if_not_read']> {
  const { waits = {} } = draft;
  return mayWait(partsOf(draft))
    .flatMap((channel) => (waits[channel] ? [{ channel, after_minutes: waits[channel] }] : []))
    .sort((a, b) => a.after_minutes - b.after_minutes);
}

export function toNewMessage(draft: Draft<unknown>, schoolId: string, audience: Audience, confirmed?: number): NewMessage {
  const parts = partsOf(draft);
  const steps = stepsOf(draft);
  return {
    school_id: schoolId,
    subject: draft.subject,
    audience,
    parts: {
      ...(parts.includes('email') && { email: { html: draft.html } }),
      ...(parts.includes('sms') && { sms: { text: draft.sms, ...(draft.smsEmergency && { emergency: true }) } }),
      ...(parts.includes('voice') && { voice: voiceOf(draft) }),
      ...(parts.includes('push') && { push: {} }),
    },
    ...(draft.source && draft.source !== 'user' && { source: draft.source }),
    ...(draft.priority && { priority: true }),
    ...(draft.secure && { secure: true }),
    ...(draft.replies && (draft.source ?? 'user') === 'user' && { replies: true }),
    ...(draft.signature && { include_signature: true }),
    ...(steps.length > 0 && { if_not_read: steps }),
    ...(confirmed !== undefined && { confirmed_recipients: confirmed }),
  };
}

/** A message that is kept, as it was written. */
export function draftOf<C>({ subject = '', parts, priority = false, secure = false, replies = false, source, include_signature: signature = false, if_not_read: steps = [] }: NewMessage, choice: C): Draft<C> {
  return {
    key: crypto.randomUUID(), choice, subject, html: parts?.email?.html ?? '',
    sms: parts?.sms?.text ?? '', smsEmergency: parts?.sms?.emergency ?? false, voice: parts?.voice?.text ?? '', voiceEmergency: parts?.voice?.emergency ?? false, ...callOf(parts?.voice),
    push: Boolean(parts?.push), priority, secure, replies, source, signature,
    waits: Object.fromEntries(steps.map((step) => [step.channel, step.after_minutes])),
  };
}

// How long a kept recording lasts, its player finds out.
const callOf = (kept: Call | null | undefined) => kept && {
  voiceKind: kept.kind, recording: kept.recording_id ? { id: kept.recording_id, seconds: 0 } : null, callerId: kept.caller_id, voiceLanguage: kept.language,
};

/** The call as it stands: of text and recording the one that is chosen. */
export function voiceOf(draft: Words): Call {
  const said = isRecorded(draft) ? { kind: 'recorded' as const, recording_id: draft.recording?.id ?? '' } : { kind: 'tts' as const, text: draft.voice };
  return { ...said, ...(draft.callerId && { caller_id: draft.callerId }), ...(draft.voiceLanguage && { language: draft.voiceLanguage }), ...(draft.voiceEmergency && { emergency: true }) };
}

const place = (userId: string) => `carillon.draft.${userId}`;

export function loadDraft<C>(userId: string): Draft<C> | null {
  try {
    return JSON.parse(sessionStorage.getItem(place(userId)) ?? 'null') as Draft<C> | null;
  } catch {
    return null;
  }
}

/** Null forgets it. */
export function keepDraft(userId: string, draft: Draft<unknown> | null) {
  try {
    if (draft) sessionStorage.setItem(place(userId), JSON.stringify(draft));
    else sessionStorage.removeItem(place(userId));
  } catch {
    // Storage is full or closed: the draft lives on in the page, and leaving the page asks first.
  }
  dispatchEvent(new Event('carillon.draft'));
}
