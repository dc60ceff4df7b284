// Families write to teachers and staff of their schools: whom, what about, the words, Send (RCPT-25).
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '@/components/Button';
import { ErrorSummary, type FormError } from '@/components/ErrorSummary';
import { Field } from '@/components/Field';
import { LeaveGuard } from '@/components/LeaveGuard';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { useWrite, type Chosen } from '@/features/family/api';
import { WhomToWrite } from '@/features/family/components/WhomToWrite';
import { ApiError } from '@/lib/api/problem';
import { useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { htmlOf } from '@/lib/text';
import { only } from '../shell/only';
import { mayCompose, mayWrite } from '../shell/places';

export const Component = only(mayWrite, 'compose', Write, { may: mayCompose, path: '/compose' });

interface Words { to: readonly Chosen[]; subject: string; text: string }
const nothing: Words = { to: [], subject: '', text: '' };

function Write() {
  const { t, i18n } = useTranslation();
  useTitle(t('places.write'));
  const navigate = useNavigate();
  const { me, earlier } = useSession();
  const errorText = useErrorText();
  const [words, setWords] = useState(nothing);
  const [key] = useState(() => crypto.randomUUID());
  const [missing, setMissing] = useState<FormError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const write = useWrite();
  const change = (part: Partial<Words>) => { setWords((now) => ({ ...now, ...part })); setMissing([]); write.reset(); };
  const refused: FormError[] = write.error instanceof ApiError ? write.error.fields.map(({ field, message }) => ({ field: placeOf(field), message })) : [];
  const errors = [...missing, ...refused];
  const errorAt = (field: string) => errors.find((each) => each.field === field)?.message;

  const send = () => {
    const gaps = [
      ...(words.to.length ? [] : [{ field: 'to', message: t('write.nobodyYet') }]),
      ...(words.text.trim() ? [] : [{ field: 'text', message: t('write.nothingYet') }]),
    ];
    setMissing(gaps);
    if (gaps.length) { setAttempt((n) => n + 1); return; }
    const open = me.schools.filter((s) => s.is_open);
    const schoolId = words.to.map((each) => each.schoolId).find((id) => open.some((s) => s.school_id === id)) ?? open[0]?.school_id ?? '';
    write.mutate({ key, to: words.to, subject: words.subject, html: htmlOf(words.text), schoolId }, {
      onSuccess: () => toast(t('write.sent', { names: new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(words.to.map((each) => each.name)) })),
      onError: () => setAttempt((n) => n + 1),
    });
  };
  // Left once the page knows that it was sent, so that leaving asks nothing.
  const { isSuccess } = write;
  useEffect(() => { if (isSuccess) void navigate('/inbox'); }, [isSuccess, navigate]);
  const dirty = (words.text.trim() !== '' || words.subject.trim() !== '') && !isSuccess;
  return (
    <>
      <LeaveGuard active={dirty} />
      <header className="page-head"><div><h1>{t('write.title')}</h1><p className="muted">{t('write.about')}</p></div></header>
      <ErrorSummary errors={errors} attempt={attempt} />
      {write.error && !refused.length && <Notice tone="bad" live takesFocus title={t('compose.notSent')}>{errorText(write.error)}</Notice>}
      <form className="write stack" noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
        <section className="card pad stack" aria-labelledby="write-to" data-field="to">
          <h2 id="write-to">{t('compose.to')}</h2>
          {errorAt('to') && <p className="field-error">{errorAt('to')}</p>}
          <WhomToWrite to={words.to} onChange={(to) => change({ to })} isParent={me.roles.includes('parent')} />
        </section>
        <section className="card pad stack">
          <div data-field="subject"><Field label={t('write.subject')} value={words.subject} onChange={(subject) => change({ subject })} error={errorAt('subject')} /></div>
          <div data-field="text"><Field label={t('write.text')} rows={8} value={words.text} onChange={(text) => change({ text })} error={errorAt('text')} /></div>
          <div className="write-foot">
            <Button type="submit" look="send" icon="sent" isPending={write.isPending} isDisabled={earlier !== null}>{write.isPending ? t('compose.sending') : t('compose.send')}</Button>
            <p className="muted small">{t('write.privacy')}</p>
          </div>
        </section>
      </form>
    </>
  );
}

/** The API's name of a field as this page has it. */
function placeOf(field: string): string {
  if (field.startsWith('audience')) return 'to';
  return field.startsWith('parts') ? 'text' : field;
}
