// After a message is done: the people whom no part of it reached, nor any other try, and why. People, not deliveries.
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Drawer } from '@/components/Dialog';
import { LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useFormat } from '@/lib/format';
import { useReason } from '@/lib/reasons';
import { useChannelName } from '@/lib/words';
import { useReachedByNothing } from '../api';
import './by-nothing.css';

interface Props { messageId: string; isOpen: boolean; onClose: () => void }

export function ByNothingDrawer({ messageId, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  return <Drawer title={t('byNothing.title')} isOpen={isOpen} onClose={onClose}>{isOpen && <People messageId={messageId} />}</Drawer>;
}

function People({ messageId }: { messageId: string }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const errorText = useErrorText();
  const channelName = useChannelName();
  const reason = useReason();
  const found = useReachedByNothing(messageId);
  if (found.isPending) return <Skeleton lines={6} />;
  if (!found.data) return <LoadFailed message={errorText(found.error)} onRetry={() => void found.refetch()} />;
  const people = found.data.pages.flatMap((page) => page.items);
  const counted = { count: people.length, shown: number(people.length) };
  return (
    <div className="stack">
      <p role="status"><strong>{t(found.hasNextPage ? 'byNothing.soFar' : 'byNothing.count', counted)}</strong></p>
      <ul className="by-nothing">
        {people.map((who) => (
          <li key={`${who.person_kind} ${who.person_id}`}>
            <strong>{who.name}</strong>
            {who.deliveries.map((each) => (
              <span key={`${each.channel} ${each.regarding_student ?? ''}`} className="muted small">
                {channelName(each.channel)}: {reason(each)}{each.regarding_student && ` · ${t('preview.about', { student: each.regarding_student })}`}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {found.hasNextPage && <div><Button small isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>{t('byNothing.more')}</Button></div>}
    </div>
  );
}
