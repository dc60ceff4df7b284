// One's signatures: what goes under emails and under texts where Include signature is ticked (SET-10, SET-11).
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '@/components/Field';
import { LoadFailed, Skeleton } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { useChangeSignatures, useSignatures } from '@/features/content/api';
import RichEditor from '@/features/content/components/RichEditor';
import { Counter } from '@/features/content/components/TextPart';
import { useRoom } from '@/features/content/useRoom';
import { errorAt, SaveBar } from '@/features/settings/components/SaveBar';
import type { Signatures as Both } from '@/lib/api/models';
import { useSession } from '@/lib/me';

/** `onDirty` is told whether something is not saved yet. */
export default function Signatures({ onDirty }: { onDirty: (dirty: boolean) => void }) {
  const errorText = useErrorText();
  const kept = useSignatures();
  if (kept.isPending) return <Skeleton lines={6} />;
  if (!kept.data) return <LoadFailed message={errorText(kept.error)} onRetry={() => void kept.refetch()} />;
  return <Form kept={kept.data.value} tag={kept.data.tag} onDirty={onDirty} onReload={() => void kept.refetch()} />;
}

interface Props { kept: Both; tag: string; onDirty: (dirty: boolean) => void; onReload: () => void }

function Form({ kept, tag, onDirty, onReload }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Partial<Both>>({});
  const change = useChangeSignatures(tag);
  const now = { ...kept, ...draft };
  const dirty = now.email_html !== kept.email_html || now.sms_text !== kept.sms_text;
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const write = (part: Partial<Both>) => { change.reset(); setDraft((before) => ({ ...before, ...part })); };
  const save = () => change.mutate(now, { onSuccess: () => { setDraft({}); toast(t('settings.saved')); } });
  return (
    <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); if (dirty) save(); }}>
      <div className="stack tight" data-field="email_html">
        <p className="field-label" aria-hidden="true">{t('signature.email')}</p>
        <RichEditor isSignature label={t('signature.email')} html={now.email_html} onHtml={(email_html) => write({ email_html })} error={errorAt(change.error, 'email_html')} />
      </div>
      <TextSignature text={now.sms_text} onText={(sms_text) => write({ sms_text })} error={errorAt(change.error, 'sms_text')} />
      <SaveBar dirty={dirty} busy={change.isPending} error={change.error} onSave={save} onUndo={() => { change.reset(); setDraft({}); }}
        onReload={() => { change.reset(); onReload(); }} />
    </form>
  );
}

function TextSignature({ text, onText, error }: { text: string; onText: (text: string) => void; error?: string }) {
  const { t } = useTranslation();
  const limit = useSession().me.settings.sms_character_limit;
  const box = useRef<HTMLTextAreaElement>(null);
  const { cut, ...typing } = useRoom(text, limit, onText, box);
  return (
    <div data-field="sms_text">
      <Field label={t('signature.text')} hint={t('signature.textHint')} rows={2} value={text} {...typing} error={error} areaRef={box}
        after={<Counter text={text} limit={limit} note={cut ? t('compose.cut', { count: cut }) : ''} />} />
    </div>
  );
}
