// What became of a message, part by part: one bar and its numbers each; together they are the total.
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/Badge';
import { Icon } from '@/components/Icon';
import { OutcomeBar } from '@/components/Progress';
import { Notice } from '@/components/States';
import type { Message, Part, Step } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { stopKeys, useTypeName } from '@/lib/words';
import { isRunning } from '../api';
import './messages.css';

export function StatusBadge({ message }: { message: Pick<Message, 'status' | 'parts' | 'halt'> }) {
  const { t } = useTranslation();
  if (message.halt?.state === 'canceled') return <Badge tone="late">{t('halt.badgeCanceled')}</Badge>;
  if (message.halt && isRunning(message)) return <Badge tone="wait">{t('halt.badgePaused')}</Badge>;
  if (message.status === 'resolving') return <Badge tone="wait">{t('sent.resolving')}</Badge>;
  if (isRunning(message)) return <Badge tone="brass">{t('sent.sending')}</Badge>;
  const errors = message.parts.reduce((n, p) => n + p.errors + p.expired, 0);
  return errors ? <Badge tone="late">{t('sent.doneWithErrors')}</Badge> : <Badge tone="ok">{t('sent.done')}</Badge>;
}

/** `figure` makes a number of the part into whatever opens its recipients. */
export function PartProgress({ part, step, isOff, stopped, counted, figure }: { part: Part; /** When a part goes that waits for readers. */ step?: Step; /** The message was canceled. */ isOff: boolean; /** Why what is pending cannot leave at the moment. */ stopped?: keyof typeof stopKeys; /** Deliveries as counted when it was sent. */ counted?: number; figure: (what: 'total' | 'errors', n: number) => ReactNode }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const name = useTypeName()(part.type);
  const repeated = part.duplicates - part.spared;
  return (
    <li className="part">
      <div className="part-head">
        <Icon name={part.channel} /><h3>{name}</h3>
        <span className="push-end num">{t('sent.sentOf', { sent: number(part.sent), total: number(part.total) })}</span>
      </div>
      <OutcomeBar label={t('sent.progressOf', { part: name })} outcome={part} />
      <dl className="part-figures">
        <Figure tone="plain" name={t('columns.total')}>{figure('total', part.total)}</Figure>
        <Figure tone="ok" name={t('columns.sent')}>{number(part.sent)}</Figure>
        <Figure tone="wait" name={t('columns.pending')}>{number(part.pending)}</Figure>
        <Figure tone="late" name={t('columns.expired')}>{number(part.expired)}</Figure>
        <Figure tone="bad" name={t('columns.errors')}>{part.errors ? figure('errors', part.errors) : number(0)}</Figure>
      </dl>
      {stopped && <Notice tone="warn">{t(stopKeys[stopped])}</Notice>}
      {part.canceled > 0 && <p className="muted small">{t('halt.ofPart', { count: part.canceled, shown: number(part.canceled) })}</p>}
      <Difference by={counted === undefined ? 0 : part.total + part.spared - counted} />
      {step && !isOff && <Waits step={step} spared={part.spared} />}
      {repeated > 0 && <p className="muted small">{t('sent.duplicates', { count: repeated, shown: number(repeated) })}</p>}
    </li>
  );
}

/** A part that waits: until when, and who needed nothing more. */
function Waits({ step, spared }: { step: Step; spared: number }) {
  const { t } = useTranslation();
  const { number, dateTime } = useFormat();
  const [now] = useState(() => Date.now());
  const isOver = Date.parse(step.at) <= now;
  return (
    <p className="muted small">
      {isOver ? t('ifNotRead.went', { when: dateTime(step.at) }) : t('ifNotRead.goes', { when: dateTime(step.at) })}
      {isOver && spared > 0 && ` ${t('ifNotRead.spared', { count: spared, shown: number(spared) })}`}
    </p>
  );
}

/** What was confirmed and what was sent: where they differ, it is said why. */
function Difference({ by }: { by: number }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const count = Math.abs(by);
  if (!count) return null;
  return <p className="muted small">{by < 0 ? t('sent.fewer', { count, shown: number(count) }) : t('sent.more', { count, shown: number(count) })}</p>;
}

function Figure({ tone, name, children }: { tone: string; name: string; children: ReactNode }) {
  return <div className={`figure figure-${tone}`}><dt>{name}</dt><dd className="num">{children}</dd></div>;
}

/** Tells screen readers how far it is, at whole tenths, so that it does not talk all the time. */
export function ProgressVoice({ message }: { message: Message }) {
  const { t } = useTranslation();
  const { percent } = useFormat();
  const total = message.parts.reduce((n, p) => n + p.total, 0);
  const pending = message.parts.reduce((n, p) => n + p.pending, 0);
  const tenths = total ? Math.floor(((total - pending) / total) * 10) / 10 : 0;
  return <p role="status" className="visually-hidden">{isRunning(message) ? t('sent.voice', { percent: percent(tenths) }) : t('sent.voiceDone')}</p>;
}
