// Conversations, newest first: who, what about, how many unread (INBOX-01).
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { Badge, Count } from '@/components/Badge';
import { Button } from '@/components/Button';
import { SecureMark } from '@/components/SecureMark';
import type { Thread } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { initials } from '@/lib/words';
import { FlaggedMark } from './Flagged';
import './threads.css';

interface Props { threads: readonly Thread[]; hasMore: boolean; isLoadingMore: boolean; onMore: () => void }

export function ThreadList({ threads, hasMore, isLoadingMore, onMore }: Props) {
  const { t } = useTranslation();
  return (
    <div>
      <ul className="threads" aria-label={t('inbox.conversations')}>
        {threads.map((thread) => <li key={thread.thread_id}><ThreadLine thread={thread} /></li>)}
      </ul>
      {hasMore && <div className="threads-more"><Button small isPending={isLoadingMore} onPress={onMore}>{t('inbox.older')}</Button></div>}
    </div>
  );
}

function ThreadLine({ thread }: { thread: Thread }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <NavLink to={`/inbox/${encodeURIComponent(thread.thread_id)}`} className={thread.unread ? 'thread unread' : 'thread'}>
      <span className="avatar" aria-hidden="true">{initials(thread.with.name)}</span>
      <span className="thread-text">
        <span className="thread-top">
          <span className="thread-name truncate">{thread.with.name}</span>
          {thread.secure && <SecureMark short />}
          <time dateTime={thread.last_at} className="thread-when num">{format.short(thread.last_at)}</time>
        </span>
        {thread.emergency && <span><Badge tone="bad">{t('marks.emergency')}</Badge></span>}
        {thread.flagged ? <FlaggedMark /> : <><span className="thread-subject truncate">{thread.subject}</span><span className="thread-snippet truncate">{thread.snippet}</span></>}
      </span>
      <Count value={thread.unread} label={t('inbox.unread', { count: thread.unread })} />
    </NavLink>
  );
}
