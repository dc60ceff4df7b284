// One scheduled message: what, to whom, when next, what became of it; another time, or delete.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Badge } from '@/components/Badge';
import { Button, LinkButton } from '@/components/Button';
import { Icon } from '@/components/Icon';
import { SecureMark } from '@/components/SecureMark';
import { Notice } from '@/components/States';
import type { Scheduled } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useInWords } from '@/lib/insert-fields';
import { useSession } from '@/lib/me';
import { useChannelName } from '@/lib/words';
import { ruleInWords } from '../when';
import { LastSent, NextAt } from './Moments';
import { WaitingParts } from './WaitingParts';
import './schedules.css';

const stateTones = { scheduled: 'wait', errored: 'bad', ended: 'mute' } as const;
const stateKeys = { scheduled: 'scheduled.states.scheduled', errored: 'scheduled.states.errored', ended: 'scheduled.states.ended' } as const;

interface Props { message: Scheduled; onReschedule: () => void; onDelete: () => void; /** To see its imported recipients, if it has any (IMPT-01). */ onImported: () => void }

export function ScheduledCard({ message, onReschedule, onDelete, onImported }: Props) {
  const { t, i18n } = useTranslation();
  const { number } = useFormat();
  const channelName = useChannelName();
  const { earlier } = useSession();
  const subject = useInWords()(message.subject);
  const open = `/scheduled/${encodeURIComponent(message.schedule_id)}`;
  // What has been sent is not changed any more: it may go again, at a new time.
  const isOver = message.state === 'ended';
  const titleId = `scheduled-${message.schedule_id}`;
  return (
    <article className="card pad stack" aria-labelledby={titleId}>
      <div className="row scheduled-head">
        <h2 id={titleId}><Link to={open}>{subject}</Link></h2>
        {message.secure && <SecureMark />}
        <Badge tone={stateTones[message.state]}>{t(stateKeys[message.state])}</Badge>
      </div>
      <p className="muted">{message.to} · {t('scheduled.people', { count: message.people, shown: number(message.people) })}</p>
      <p className="scheduled-rule"><Icon name="clock" size={18} /> <span>{ruleInWords(t, i18n.language, message.schedule, message.time_zone)}</span>
        <span className="part-icons">{message.channels.map((c) => <span key={c} title={channelName(c)}><Icon name={c} size={18} /><span className="visually-hidden">{channelName(c)}</span></span>)}</span>
      </p>
      <WaitingParts steps={message.if_not_read} />
      {message.problem && <Notice tone={message.state === 'errored' ? 'bad' : 'warn'}>{t(message.state === 'errored' ? 'scheduled.errored' : message.retrying ? 'scheduled.trying' : 'scheduled.skipped', { problem: message.problem })}</Notice>}
      {message.last_sent?.note && <Notice tone="warn">{message.last_sent.note}</Notice>}
      <div className="row">
        <p><NextAt of={message} />{message.next_at && message.last_sent && ' · '}<LastSent of={message} /></p>
        <div className="row push-end">
          {message.imported_list_id && <Button small icon="eye" onPress={onImported}>{t('imported.view')}</Button>}
          {isOver
            ? <LinkButton small icon="refresh" to={open} aria-label={t('scheduled.againOf', { subject })}>{t('scheduled.again')}</LinkButton>
            : <LinkButton small icon="compose" to={open} aria-label={t('scheduled.changeOf', { subject })}>{t('scheduled.change')}</LinkButton>}
          {!isOver && <Button small icon="clock" isDisabled={earlier !== null} onPress={onReschedule}>{t('scheduled.reschedule')}</Button>}
          <Button small look="quiet" onPress={onDelete}>{t('scheduled.delete')}</Button>
        </div>
      </div>
    </article>
  );
}
