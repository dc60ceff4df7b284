// One conversation, oldest above, newest below. Opening it marks what is shown as read (INBOX-05); the eye makes a
// message unread again until the conversation is opened anew (INBOX-06).
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/Badge';
import { Button } from '@/components/Button';
import { SafeHtml } from '@/components/SafeHtml';
import { LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { SecureMark } from '@/components/SecureMark';
import type { ThreadEntry } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { Flagged } from './Flagged';
import { ReplyBox, type OnLater } from './ReplyBox';
import { useMarkRead, useMarkUnread, useThread } from '../api';
import './threads.css';

export function ThreadView({ threadId, onLater, canSign }: { threadId: string; onLater?: OnLater; canSign?: boolean }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const thread = useThread(threadId);
  const markUnread = useMarkUnread(threadId);
  useReadOnOpen(threadId, thread.data?.pages[0]?.items.some((e) => e.unread));
  if (thread.isPending) return <Skeleton lines={6} />;
  if (thread.error) return <LoadFailed message={errorText(thread.error)} onRetry={() => void thread.refetch()} />;
  const first = thread.data.pages[0];
  const entries = thread.data.pages.flatMap((p) => p.items).sort((a, b) => a.sent_at.localeCompare(b.sent_at));
  return (
    <div className="talk">
      <header className="talk-head">
        <h2>{first?.with.name}</h2>
        {first?.with.school_name && first.with.school_name !== first.with.name && <p className="muted small">{first.with.school_name}</p>}
      </header>
      {thread.hasNextPage && (
        <div className="threads-more"><Button small isPending={thread.isFetchingNextPage} onPress={() => void thread.fetchNextPage()}>{t('inbox.earlier')}</Button></div>
      )}
      <ol className="entries" aria-label={t('inbox.messages')}>
        {entries.map((entry) => <Entry key={entry.entry_id} threadId={threadId} entry={entry} from={first?.with.name ?? ''} onUnread={() => markUnread.mutate(entry.entry_id)} />)}
      </ol>
      {first && <ReplyBox conversation={first} onLater={onLater} canSign={canSign} />}
    </div>
  );
}

function Entry({ threadId, entry, from, onUnread }: { threadId: string; entry: ThreadEntry; from: string; onUnread: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li className={entry.outgoing ? 'entry mine' : 'entry'}>
      <div className="entry-head">
        <div className="entry-who">
          <strong>{entry.outgoing ? t('inbox.you') : from}</strong>
          <time dateTime={entry.sent_at} title={format.exact(entry.sent_at)} className="muted small num">{format.dateTime(entry.sent_at)}</time>
          {entry.regarding_student && <Badge>{t('inbox.about', { student: entry.regarding_student })}</Badge>}
          {entry.emergency && <Badge tone="bad">{t('marks.emergency')}</Badge>}
          {entry.secure && <SecureMark />}
          {entry.unread && <Badge tone="brass">{t('inbox.new')}</Badge>}
        </div>
        {!entry.outgoing && <Button small look="quiet" icon="eye" onPress={onUnread}>{t('inbox.markUnread')}</Button>}
      </div>
      {entry.flagged
        ? <Flagged threadId={threadId} entry={entry} />
        : <>{entry.subject && <h3 className="entry-subject">{entry.subject}</h3>}<SafeHtml html={entry.html} /></>}
    </li>
  );
}

/** Once per opening: a message marked unread while the conversation is open stays so. */
function useReadOnOpen(threadId: string, hasUnread: boolean | undefined) {
  const { mutate } = useMarkRead(threadId);
  const done = useRef('');
  useEffect(() => {
    if (hasUnread === undefined || done.current === threadId) return;
    done.current = threadId;
    if (hasUnread) mutate();
  }, [threadId, hasUnread, mutate]);
}
