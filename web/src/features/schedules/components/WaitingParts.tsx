// The parts of a scheduled message that wait for readers, in words.
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import type { Scheduled } from '@/lib/api/models';
import { useChannelName, useWaiting } from '@/lib/words';
import './schedules.css';

export function WaitingParts({ steps = [] }: { steps?: Scheduled['if_not_read'] }) {
  const { t } = useTranslation();
  const channelName = useChannelName();
  const waiting = useWaiting();
  if (!steps.length) return null;
  return (
    <ul className="scheduled-waits" aria-label={t('ifNotRead.title')}>
      {steps.map((step) => (
        <li key={step.channel} className="row tight"><Icon name={step.channel} size={18} /><span>{channelName(step.channel)} · {t('ifNotRead.later', { when: waiting(step.after_minutes) })}</span></li>
      ))}
    </ul>
  );
}
