// Whom what is sent reaches, by each part and in the app. The server counts.
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { Headcount, ReachLines } from '@/features/audience/components/Reach';
import type { AnnouncementCount } from '@/lib/api/models';
import { attachable } from './draft';

const ways = [...attachable, 'portal'] as const;

export function Reaches({ count }: { count: UseQueryResult<AnnouncementCount> }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { data, error, isFetching } = count;
  return (
    <div role="status" aria-busy={isFetching} className={data && isFetching ? 'before-count counting' : 'before-count'}>
      {error && <Notice tone="warn">{errorText(error)}</Notice>}
      {!error && !data && <p className="muted">{t('compose.counting')}</p>}
      {!error && data && <><Headcount people={data.people} /><ByPart count={data} /></>}
    </div>
  );
}

export const ByPart = ({ count }: { count: AnnouncementCount }) => <ReachLines byChannel={count.by_channel} order={ways} isSample={count.approximate} />;
