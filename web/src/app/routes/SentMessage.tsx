// One sent message: live progress by part while it goes out, who it went to, and what it said.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';
import { Badge } from '@/components/Badge';
import { Bell } from '@/components/Bell';
import { Button } from '@/components/Button';
import { SecureMark } from '@/components/SecureMark';
import { LoadFailed, Notice, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { PlayAudio } from '@/features/calls/components/PlayAudio';
import { ByNothingDrawer } from '@/features/delivery/components/ByNothingDrawer';
import { RecipientsDrawer } from '@/features/delivery/components/RecipientsDrawer';
import type { RecipientFilter } from '@/features/delivery/api';
import { isRunning, useMessage } from '@/features/messages/api';
import { PartProgress, ProgressVoice, StatusBadge } from '@/features/messages/components/MessageProgress';
import { HaltButtons, HaltNotice } from '@/features/messages/components/Halting';
import { FirstMessage, ResendButton, Tries } from '@/features/messages/components/Tries';
import { MessageText } from '@/features/messages/components/MessageText';
import type { WholeMessage } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { useWindowPlace } from '@/lib/window-place';
import { useInWords } from '@/lib/insert-fields';
import { only } from '../shell/only';
import { maySeeSent } from '../shell/places';
import './sent-message.css';

export const Component = only(maySeeSent, 'sent', SentMessage);

function SentMessage() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { messageId = '' } = useParams();
  const message = useMessage(messageId);
  const inWords = useInWords();
  useTitle(message.data ? inWords(message.data.subject) : t('places.sent'));
  return (
    <>
      {!message.isPending && <Back message={message.data} />}
      {message.isPending && <Skeleton lines={6} />}
      {message.error && !message.data && <LoadFailed message={errorText(message.error)} onRetry={() => void message.refetch()} />}
      {message.data && <Detail message={message.data} />}
    </>
  );
}

/** To the announcement that one came from, or to the list that has the message: what went as a school or the district is in no Sent list. */
function Back({ message }: { message?: WholeMessage }) {
  const { t } = useTranslation();
  const { me, can } = useSession();
  const announcement = announcementIn(useLocation().state);
  const isMine = !message || (message.source === 'user' && message.sender.user_id === me.user_id);
  const list = isMine || !can('communication_reports') ? { to: '/sent', name: t('places.sent') } : { to: '/reports', name: t('places.reports') };
  const { to, name } = announcement ? { to: announcement, name: t('sent.announcement') } : list;
  return <nav aria-label={t('shell.back')}><Link to={to} className="small">← {name}</Link></nav>;
}

const announcementIn = (state: unknown) => (typeof state === 'object' && state && 'announcement' in state ? `/announcements/${encodeURIComponent(String(state.announcement))}` : '');

/** What is said while not everybody has a record yet. */
function finding(message: WholeMessage) {
  if (message.halt) return 'sent.resolvingHalted';
  return message.parts.some((p) => p.total > 0) ? 'sent.resolvingMore' : 'sent.resolvingText';
}

function Detail({ message }: { message: WholeMessage }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useInWords();
  const [shown, setShown, close] = useWindowPlace<RecipientFilter>('recipients');
  const [asked, setAsked] = useState('');
  const [missing, setMissing] = useState(false);
  const unreached = message.parts.reduce((n, p) => n + p.errors + p.expired - p.canceled, 0);
  return (
    <>
      <header className="page-head">
        <div className="sent-title">
          <h1>{inWords(message.subject)}</h1>
          <p className="muted row">
            <StatusBadge message={message} />
            {message.emergency && <Badge tone="bad">{t('marks.emergency')}</Badge>}
            {message.secure && <SecureMark />}
            {message.priority && <Badge tone="brass">{t('marks.priority')}</Badge>}
            <span>{message.to}</span>
            {message.people > 0 && <span className="num">{t('sent.people', { count: message.people, shown: format.number(message.people) })}</span>}
            <time dateTime={message.sent_at} title={format.exact(message.sent_at)}>{format.dateTime(message.sent_at)}</time>
          </p>
        </div>
        <div className="push-end row"><HaltButtons message={message} /><Button icon="people" onPress={() => setShown({})}>{t('recipients.title')}</Button></div>
      </header>
      {message.source !== 'user' && (
        <Notice title={message.source === 'district' ? t('sent.asDistrict') : t('sent.asSchool')}>{t('sent.asText')}</Notice>
      )}
      <FirstMessage message={message} />
      <HaltNotice message={message} />
      <ProgressVoice message={message} />
      {!isRunning(message) && unreached > 0 && (
        <Notice tone="warn" title={t('sent.unreached', { count: unreached, shown: format.number(unreached) })}>
          <div className="row">
            <button type="button" className="cell-link" onClick={() => setShown({ status: 'error' })}>{t('sent.seeWhy')}</button>
            {!message.resend_of && <button type="button" className="cell-link" onClick={() => setMissing(true)}>{t('byNothing.title')}</button>}
            <ResendButton message={message} onSent={setAsked} />
          </div>
        </Notice>
      )}
      <div className="sent-grid">
        <section aria-labelledby="parts-title" className="stack">
          <h2 id="parts-title" className="visually-hidden">{t('sent.parts')}</h2>
          {message.status === 'resolving' && <p className="card pad row resolving"><Bell ringing /><span>{t(finding(message))}</span></p>}
          <ul className="parts">
            {(message.status !== 'resolving' || message.parts.some((p) => p.total > 0)) && message.parts.map((part) => (
              <PartProgress key={part.channel} part={part} isOff={message.halt?.state === 'canceled'} step={message.if_not_read.find((step) => step.channel === part.channel)} stopped={message.stopped[part.channel]} counted={message.status === 'resolving' ? undefined : message.counted[part.channel]} figure={(what, n) => (
                <button type="button" className="cell-link" onClick={() => setShown({ channel: part.channel, status: what === 'errors' ? 'error' : undefined })}
                  aria-label={what === 'errors' ? t('history.openErrors', { count: n, shown: format.number(n) }) : t('history.openRecipients', { count: n, shown: format.number(n) })}>
                  {format.number(n)}
                </button>
              )} />
            ))}
          </ul>
          <Tries message={message} asked={asked} />
        </section>
        <section className="card pad sent-text" aria-labelledby="text-title"><h2 id="text-title">{t('sent.written')}</h2><MessageText message={message} sound={message.voice_seconds !== null && <PlayAudio messageId={message.message_id} seconds={message.voice_seconds} />} /></section>
      </div>
      <ByNothingDrawer messageId={message.message_id} isOpen={missing} onClose={() => setMissing(false)} />
      <RecipientsDrawer key={JSON.stringify(shown)} about={inWords(message.subject)}
        messageId={shown ? message.message_id : null} start={shown ?? {}} ofChannels={message.parts.map((p) => p.channel)} onClose={close} />
    </>
  );
}
