// The column beside the letter: whom it reaches, what to know before, and Send.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { Headcount, ReachLines } from '@/features/audience/components/Reach';
import type { Source } from '@/features/messages/draft';
import type { AudienceCount, Channel } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useSession } from '@/lib/me';
import { SendAs } from './SendAs';

interface Props {
  count: UseQueryResult<AudienceCount>;
  /** The ways it takes: the parts that are written, and the inbox. */
  ways: readonly Channel[];
  isNobody: boolean;
  priority: boolean;
  onPriority: (on: boolean) => void;
  source: Source;
  onSource: (source: Source) => void;
  /** More to choose before sending. */
  children?: ReactNode;
  /** The ways out, as buttons. */
  actions: ReactNode;
}

export function BeforeSend({ count, ways, isNobody, priority, onPriority, source, onSource, children, actions }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { can } = useSession();
  const errorText = useErrorText();
  const data = isNobody ? undefined : count.data;
  return (
    <section className="before card" aria-labelledby="before-title">
      <h2 id="before-title">{t('compose.before')}</h2>
      <div role="status" aria-busy={count.isFetching} className={count.isFetching ? 'before-count counting' : 'before-count'}>
        {isNobody && <p className="muted">{t('compose.nobodyYet')}</p>}
        {!isNobody && !data && !count.error && <p className="muted">{t('compose.counting')}</p>}
        {!isNobody && count.error && <Notice tone="warn">{errorText(count.error)}</Notice>}
        {data && <><Headcount people={data.people} /><ReachLines byChannel={data.by_channel} order={ways} isSample={data.approximate} /></>}
        {data && data.unreachable_people > 0 && (
          <Notice tone="warn">{t('compose.unreachable', { count: data.unreachable_people, shown: number(data.unreachable_people) })}</Notice>
        )}
      </div>
      <SendAs value={source} onChange={onSource} />
      {can('send_as_priority') && <Checkbox isSelected={priority} onChange={onPriority} hint={t('compose.priorityHint')}>{t('compose.priority')}</Checkbox>}
      {children}
      <div className="before-actions">
        {actions}
      </div>
    </section>
  );
}
