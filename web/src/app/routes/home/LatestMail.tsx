// For those who only read: their newest conversations. Those where an emergency waits stand above, in EmergencyMail.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '@/components/Icon';
import { Skeleton } from '@/components/States';
import { useThreads } from '@/features/threads/api';
import { ThreadList } from '@/features/threads/components/ThreadList';
import { useSession } from '@/lib/me';
import { yearTitle } from '@/lib/school-year';

export default function LatestMail() {
  const { t } = useTranslation();
  const { earlier } = useSession();
  const threads = useThreads();
  const all = threads.data?.pages[0]?.items ?? [];
  const newest = all.filter((each) => earlier || !each.emergency).slice(0, 5);
  if (threads.isPending) return <div className="card"><Skeleton lines={4} /></div>;
  if (!newest.length && earlier) return <p className="card pad">{t('year.noMail', { year: yearTitle(earlier) })}</p>;
  if (!newest.length && all.length) return null;
  if (!newest.length) return <p className="card pad row home-calm"><Icon name="check" />{t('home.noneUnread')}</p>;
  return (
    <section className="stack home-group">
      <div className="row"><h2>{t('home.mail')}</h2><Link to="/inbox" className="push-end small">{t('home.allMail')}</Link></div>
      <div className="card home-mail"><ThreadList threads={newest} hasMore={false} isLoadingMore={false} onMore={() => undefined} /></div>
    </section>
  );
}
