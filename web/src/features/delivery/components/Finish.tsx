// About when a message would be done, channel by channel, if it were sent now.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import type { PartEstimate } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { stopKeys, useChannelName } from '@/lib/words';
import { estimateQuery, type Going } from '../preview';
import './preview.css';

export function Finish({ going }: { going: Going }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { moment } = useFormat();
  const { data, error } = useQuery(estimateQuery(going));
  if (error) return <Notice tone="warn">{errorText(error)}</Notice>;
  if (!data) return <p className="muted" role="status">{t('preview.estimating')}</p>;
  return (
    <section className="stack" aria-labelledby="finish-title">
      <h3 id="finish-title">{t('preview.finish')}</h3>
      <p className="finish-all">{data.done_at ? t('preview.doneBy', { when: moment(data.done_at) }) : t('preview.noEnd')}</p>
      <ul className="finish-parts">{data.parts.map((part) => <FinishOf key={part.channel} part={part} />)}</ul>
      <p className="muted small">{t('preview.finishNote')}</p>
    </section>
  );
}

function FinishOf({ part }: { part: PartEstimate }) {
  const { t } = useTranslation();
  const { moment } = useFormat();
  const channelName = useChannelName();
  return (
    <li>
      <Icon name={part.channel} size={18} />
      <span>{channelName(part.channel)}
        {part.held && <span className="finish-held"> {t('preview.held', { when: moment(part.begins_at) })}</span>}
        {part.stopped && <span className="finish-late"> {t(stopKeys[part.stopped])}</span>}
        {!part.in_time && <span className="finish-late"> {t('preview.tooLate')}</span>}</span>
      <span className="muted">{part.done_at ? moment(part.done_at) : t('preview.noEnd')}</span>
    </li>
  );
}
