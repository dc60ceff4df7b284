// Before everything else: the conversations in which an emergency waits to be read.
import { useTranslation } from 'react-i18next';
import { useThreads } from '@/features/threads/api';
import { ThreadList } from '@/features/threads/components/ThreadList';

export default function EmergencyMail() {
  const { t } = useTranslation();
  const waiting = useThreads().data?.pages[0]?.items.filter((each) => each.emergency) ?? [];
  if (!waiting.length) return null;
  return (
    <section className="stack home-group">
      <h2>{t('home.emergency')}</h2>
      <div className="card home-mail"><ThreadList threads={waiting} hasMore={false} isLoadingMore={false} onMore={() => undefined} /></div>
    </section>
  );
}
