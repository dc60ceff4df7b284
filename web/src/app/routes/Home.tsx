// Home: what needs attention - what is going out now, what is unread, who could not be reached - or how to begin.
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LinkButton } from '@/components/Button';
import { Icon } from '@/components/Icon';
import { OutcomeBar } from '@/components/Progress';
import { LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { isRunning, useRecentMessages } from '@/features/messages/api';
import { useScheduled } from '@/features/schedules/api';
import { StatusBadge } from '@/features/messages/components/MessageProgress';
import type { Message, Scheduled } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useTitle } from '@/lib/hooks';
import { useInWords } from '@/lib/insert-fields';
import { withSentences } from '@/lib/i18n';
import { useSession } from '@/lib/me';
import { yearTitle } from '@/lib/school-year';
import { maySend, mayWrite } from '../shell/places';
import './home.css';

// Each is for some of those who come here.
const Announcements = lazy(() => import('./home/Announcements'));
const EmergencyMail = lazy(() => import('./home/EmergencyMail'));
const FirstSteps = lazy(() => import('./home/FirstSteps'));
const LatestMail = lazy(() => import('./home/LatestMail'));
const NoMessages = lazy(() => import('./home/NoMessages'));
const LineNews = lazy(() => import('./home/LineNews'));
const RosterNews = lazy(() => withSentences('roster', () => import('./home/RosterNews')));

export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  const { me, earlier } = session;
  const writes = maySend(session);
  const errorText = useErrorText();
  const recent = useRecentMessages(writes);
  const unsent = useScheduled(writes && !earlier).data?.items.filter((m) => m.problem) ?? [];
  useTitle(t('places.home'));
  const messages = recent.data?.items ?? [];
  const running = messages.filter(isRunning);
  const troubled = messages.filter((m) => !isRunning(m) && failedOf(m) > 0);
  const quiet = running.length === 0 && troubled.length === 0 && unsent.length === 0 && me.unread === 0;
  return (
    <>
      <header className="page-head">
        <div><h1>{t('home.greeting', { name: firstName(me.name) })}</h1><p className="muted">{earlier ? t('home.then', { district: me.district.name, year: yearTitle(earlier) }) : t('home.today', { district: me.district.name })}</p></div>
        {mayWrite(session) && !earlier && <div className="push-end"><LinkButton to="/write" look="send" icon="compose">{t('write.title')}</LinkButton></div>}
        {writes && !earlier && <div className="push-end"><LinkButton to="/compose" look="send" icon="compose">{t('home.write')}</LinkButton></div>}
      </header>
      {session.can('communication') && !earlier && me.unread > 0 && <Suspense><EmergencyMail /></Suspense>}
      {session.can('manage_settings') && !earlier && <Suspense><LineNews /></Suspense>}
      {!earlier && <Suspense><Announcements /></Suspense>}
      {writes && !earlier && me.unread > 0 && <UnreadCard count={me.unread} />}
      {session.can('manage_roster') && !earlier && <Suspense><RosterNews /></Suspense>}
      {!session.can('communication') && !session.can('manage_roster') && <Suspense><NoMessages /></Suspense>}
      {!writes && session.can('communication') && <Suspense><LatestMail /></Suspense>}
      {writes && recent.isPending && <div className="card"><Skeleton lines={4} /></div>}
      {recent.error && <LoadFailed message={errorText(recent.error)} onRetry={() => void recent.refetch()} />}
      {unsent.length > 0 && <Group title={t('home.unsent')}>{unsent.slice(0, 3).map((m) => <UnsentCard key={m.schedule_id} message={m} />)}</Group>}
      {running.length > 0 && <Group title={t('home.running')}>{running.map((m) => <RunningCard key={m.message_id} message={m} />)}</Group>}
      {troubled.length > 0 && <Group title={t('home.troubled')}>{troubled.slice(0, 3).map((m) => <TroubleCard key={m.message_id} message={m} />)}</Group>}
      {recent.data && !earlier && quiet && messages.length > 0 && <p className="card pad row home-calm"><Icon name="check" />{t('home.calm')}</p>}
      {recent.data && messages.length === 0 && (earlier ? <p className="card pad">{t('year.none', { year: yearTitle(earlier) })}</p> : <Suspense><FirstSteps /></Suspense>)}
      {messages.length > 0 && <Recent messages={messages.filter((m) => !isRunning(m)).slice(0, 5)} />}
    </>
  );
}

const firstName = (name: string) => name.split(' ')[0] ?? name;
const failedOf = (m: Message) => m.parts.reduce((n, p) => n + p.errors + p.expired, 0);
const totals = (m: Message) => m.parts.reduce((sum, p) => ({
  total: sum.total + p.total, sent: sum.sent + p.sent, pending: sum.pending + p.pending, expired: sum.expired + p.expired, errors: sum.errors + p.errors,
}), { total: 0, sent: 0, pending: 0, expired: 0, errors: 0 });

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return <section className="stack home-group"><h2>{title}</h2><ul className="home-cards">{children}</ul></section>;
}

function UnreadCard({ count }: { count: number }) {
  const { t } = useTranslation();
  return <Link to="/inbox" className="card pad home-unread"><Icon name="inbox" /><strong>{t('inbox.unread', { count })}</strong><span className="push-end"><Icon name="right" size={18} /></span></Link>;
}

function RunningCard({ message }: { message: Message }) {
  const inWords = useInWords();
  const { t } = useTranslation();
  const format = useFormat();
  const sum = totals(message);
  return (
    <li className="card pad home-card">
      <div className="row tight"><Link to={`/sent/${encodeURIComponent(message.message_id)}`} className="home-subject truncate" title={inWords(message.subject)}>{inWords(message.subject)}</Link><StatusBadge message={message} /></div>
      <p className="muted small truncate">{message.to}</p>
      <OutcomeBar label={t('sent.progressOf', { part: inWords(message.subject) })} outcome={sum} />
      <p className="small num">{t('sent.sentOf', { sent: format.number(sum.sent), total: format.number(sum.total) })}</p>
    </li>
  );
}

/** A scheduled message that did not leave when it was due (SCHD-14): why, and the way to it. */
function UnsentCard({ message }: { message: Scheduled }) {
  const inWords = useInWords();
  return (
    <li className="card pad home-card home-trouble">
      <Icon name="warn" />
      <div><Link to={`/scheduled/${encodeURIComponent(message.schedule_id)}`} className="home-subject">{inWords(message.subject)}</Link>
        <p className="small">{message.problem}</p>
        <p className="muted small">{message.to}</p></div>
    </li>
  );
}

function TroubleCard({ message }: { message: Message }) {
  const inWords = useInWords();
  const { t } = useTranslation();
  const format = useFormat();
  const failed = failedOf(message);
  return (
    <li className="card pad home-card home-trouble">
      <Icon name="warn" />
      <div><Link to={`/sent/${encodeURIComponent(message.message_id)}`} className="home-subject">{inWords(message.subject)}</Link>
        <p className="small">{t('home.failed', { count: failed, shown: format.number(failed) })}</p>
        <p className="muted small">{format.dateTime(message.sent_at)} · {message.to}</p></div>
    </li>
  );
}

function Recent({ messages }: { messages: readonly Message[] }) {
  const inWords = useInWords();
  const { t } = useTranslation();
  const format = useFormat();
  if (!messages.length) return null;
  return (
    <section className="stack home-group">
      <div className="row"><h2>{t('home.recent')}</h2><Link to="/sent" className="push-end small">{t('home.allSent')}</Link></div>
      <ul className="card home-list">
        {messages.map((m) => (
          <li key={m.message_id}><Link to={`/sent/${encodeURIComponent(m.message_id)}`}>
            <span className="home-line"><strong className="truncate">{inWords(m.subject)}</strong><span className="muted small truncate">{m.to}</span></span>
            <StatusBadge message={m} /><time className="muted small num" dateTime={m.sent_at}>{format.short(m.sent_at)}</time>
          </Link></li>
        ))}
      </ul>
    </section>
  );
}
