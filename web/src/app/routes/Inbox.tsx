// Inbox: conversations at the left, the open one at the right; on a phone one of the two.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { LinkButton } from '@/components/Button';
import { EmptyState, LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useSignatures } from '@/features/content/api';
import { useThreads } from '@/features/threads/api';
import { ThreadList } from '@/features/threads/components/ThreadList';
import { ThreadView } from '@/features/threads/components/ThreadView';
import type { OnLater } from '@/features/threads/components/ReplyBox';
import { useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { yearTitle } from '@/lib/school-year';
import { only } from '../shell/only';
import { mayCompose, maySend, mayWrite } from '../shell/places';
import { AnswerLater } from './scheduled/AnswerLater';
import './inbox.css';

export const Component = only(({ can }) => can('communication'), 'inbox', Inbox);

function Inbox() {
  const { t } = useTranslation();
  const session = useSession();
  const errorText = useErrorText();
  const { threadId } = useParams();
  const [later, setLater] = useState<Parameters<OnLater>[0] | null>(null);
  const threads = useThreads();
  const canSign = Boolean(useSignatures(mayCompose(session) && Boolean(threadId)).data?.value.email_html);
  const items = threads.data?.pages.flatMap((p) => p.items) ?? [];
  // What is unread is counted over all years.
  const unread = session.earlier ? 0 : threads.data?.pages[0]?.unread ?? 0;
  useTitle(unread ? t('inbox.titleUnread', { count: unread }) : t('places.inbox'));
  return (
    <>
      <h1 className="visually-hidden">{t('places.inbox')}</h1>
      <div className={threadId ? 'mail mail-open' : threads.data && !items.length ? 'mail mail-empty' : 'mail'}>
        <section className="mail-list card" aria-labelledby="inbox-title">
          <header className="mail-head"><h2 id="inbox-title">{t('places.inbox')}</h2>{unread > 0 && <p className="muted small">{t('inbox.unread', { count: unread })}</p>}
            {mayWrite(session) && !session.earlier && <LinkButton small icon="compose" to="/write">{t('places.write')}</LinkButton>}</header>
          {threads.isPending && <Skeleton lines={6} />}
          {threads.error && <LoadFailed message={errorText(threads.error)} onRetry={() => void threads.refetch()} />}
          {threads.data && items.length === 0 && <NoMail />}
          <ThreadList threads={items} hasMore={threads.hasNextPage} isLoadingMore={threads.isFetchingNextPage} onMore={() => void threads.fetchNextPage()} />
        </section>
        <section className="mail-view" aria-label={t('inbox.conversation')}>
          {threadId && <nav className="only-phone mail-back" aria-label={t('shell.back')}><Link to="/inbox" className="small">← {t('places.inbox')}</Link></nav>}
          {threadId ? <ThreadView key={threadId} threadId={threadId} canSign={canSign} onLater={maySend(session) ? setLater : undefined} /> : items.length > 0 && <EmptyState icon="inbox" title={t('inbox.pick')} />}
        </section>
      </div>
      {later && <AnswerLater answer={later} onClose={() => setLater(null)} />}
    </>
  );
}

function NoMail() {
  const { t } = useTranslation();
  const session = useSession();
  if (session.earlier) return <EmptyState icon="inbox" title={t('year.noMail', { year: yearTitle(session.earlier) })} />;
  return <EmptyState icon="inbox" title={t('inbox.none')}>{maySend(session) ? t('inbox.noneText') : t('inbox.noneFamily')}</EmptyState>;
}
