// A scheduled message, opened: everything in it may be changed (SCHD-07). Save keeps its time, Change time keeps the
// rest (SCHD-08); either is an edit of what was read, so that nobody's change is lost.
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { LoadFailed, Notice, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useChoiceOf } from '@/features/audience/named';
import { useScheduledMessage } from '@/features/schedules/api';
import { useTitle } from '@/lib/hooks';
import { useInWords } from '@/lib/insert-fields';
import { SessionContext, sessionOf, useSession } from '@/lib/me';
import { only } from '../shell/only';
import { maySend } from '../shell/places';
import { EditAnswer } from './scheduled/EditAnswer';
import { EditScheduled } from './scheduled/EditScheduled';
import './compose/compose.css';

export const Component = only(maySend, 'scheduled', ScheduledMessage);

function ScheduledMessage() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const inWords = useInWords();
  const session = useSession();
  const { scheduleId = '' } = useParams();
  const found = useScheduledMessage(scheduleId);
  const message = found.data?.value.message ?? undefined;
  const answer = found.data?.value.answer;
  const unreadable = found.data && !message && !answer;
  const choice = useChoiceOf(message?.audience, message?.school_id ?? '');
  useTitle(found.data ? inWords(found.data.value.subject) : t('scheduled.edit'));
  const error = found.error ?? choice.error;
  const reload = () => void found.refetch().then(() => (message ? choice.refetch() : undefined));
  // It is written for the school that it was scheduled at, whichever the session is set to.
  const school = session.me.schools.find((each) => each.school_id === message?.school_id) ?? session.school;
  return (
    <SessionContext value={sessionOf(session.me, school, session.setSchool)}>
      <nav aria-label={t('shell.back')}><Link to="/scheduled" className="small">← {t('places.scheduled')}</Link></nav>
      {error && <LoadFailed message={errorText(error)} onRetry={reload} />}
      {!error && !(found.data && (answer || unreadable || choice.data)) && <Skeleton lines={8} />}
      {!error && unreadable && <Notice tone="warn" title={t('scheduled.unreadable')}>{t('scheduled.unreadableText')}</Notice>}
      {!error && found.data && message && choice.data && (
        <EditScheduled key={found.data.tag} saved={found.data.value} message={message} tag={found.data.tag} choice={choice.data} onReload={reload} />
      )}
      {!error && found.data && answer && <EditAnswer key={found.data.tag} saved={found.data.value} answer={answer} tag={found.data.tag} onReload={reload} />}
    </SessionContext>
  );
}
