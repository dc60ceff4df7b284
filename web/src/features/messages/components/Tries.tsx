// The other tries at what did not arrive: asked for here, listed here, each with its own numbers.
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Button } from '@/components/Button';
import { OutcomeBar } from '@/components/Progress';
import { toast } from '@/components/Toast';
import type { WholeMessage } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useSession } from '@/lib/me';
import { useTypeName } from '@/lib/words';
import { isPaused, isRunning } from '../api';
import { StatusBadge } from './MessageProgress';

const ResendDialog = lazy(() => import('./ResendDialog'));
const sent = (id: string) => `/sent/${encodeURIComponent(id)}`;

/** Offered where it may do good: nothing runs, and it is no try itself. Of what was canceled it is said why not. */
export function ResendButton({ message, onSent }: { message: WholeMessage; onSent: (tryId: string) => void }) {
  const { t } = useTranslation();
  const { edits, earlier } = useSession();
  const { number } = useFormat();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const isOver = message.resend_of || message.resends.some(isRunning) || !edits('send_messages') || earlier;
  if (isOver || isPaused(message)) return null;
  if (message.halt?.state === 'canceled') return <span>{t('resend.canceled')}</span>;
  const told = (tryId: string, count: number) => {
    toast(t('resend.done', { count, shown: number(count) }), { next: { name: t('resend.see'), go: () => void navigate(sent(tryId)) } });
    setOpen(false);
    onSent(tryId);
  };
  return (
    <>
      <Button small icon="refresh" onPress={() => setOpen(true)}>{t('resend.open')}</Button>
      {open && <Suspense><ResendDialog messageId={message.message_id} onSent={told} onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
}

export function FirstMessage({ message }: { message: WholeMessage }) {
  const { t } = useTranslation();
  if (!message.resend_of) return null;
  return <p className="muted">{t('resend.isTry', { number: message.resend_number })} <Link to={sent(message.resend_of)}>{t('resend.first')}</Link></p>;
}

/** `asked` is the try that was asked for on this page: once it is listed, the reader is brought to it. */
export function Tries({ message, asked }: { message: WholeMessage; asked: string }) {
  const { t } = useTranslation();
  const { dateTime, number } = useFormat();
  const typeName = useTypeName();
  const heading = useRef<HTMLHeadingElement>(null);
  const isListed = message.resends.some((each) => each.message_id === asked);
  useEffect(() => { if (isListed) heading.current?.focus(); }, [isListed]);
  if (!message.resends.length) return null;
  return (
    <section aria-labelledby="tries-title" className="stack">
      <h2 id="tries-title" ref={heading} tabIndex={-1}>{t('resend.tries')}</h2>
      <ul className="parts">
        {message.resends.map((each) => (
          <li key={each.number} className="part">
            <div className="part-head">
              <h3><Link to={sent(each.message_id)}>{t('resend.try', { number: each.number })}</Link></h3>
              <span className="muted small">{t('resend.by', { name: each.by.name, when: dateTime(each.at) })}</span>
              <span className="push-end"><StatusBadge message={{ ...each, halt: null }} /></span>
            </div>
            {each.parts.map((part) => (
              <div key={part.channel}>
                <p className="small">{typeName(part.type)}: {t('sent.sentOf', { sent: number(part.sent), total: number(part.total) })}</p>
                <OutcomeBar label={t('sent.progressOf', { part: typeName(part.type) })} outcome={part} />
              </div>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
