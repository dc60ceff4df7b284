// Beside the question before Send: about when it will be done, and what cannot leave at the moment. The question waits
// for neither, and where nobody can say, nothing is said.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Notice } from '@/components/States';
import { useFormat } from '@/lib/format';
import { stopKeys, useChannelName } from '@/lib/words';
import { estimateQuery, type Going } from '../preview';

export function DoneBy({ going }: { going: Going }) {
  const { t } = useTranslation();
  const { moment } = useFormat();
  const channelName = useChannelName();
  const { data, error } = useQuery({ ...estimateQuery(going), enabled: Object.keys(going.deliveries).length > 0 });
  return (
    <>
      {data?.parts.map((part) => part.stopped && <Notice key={part.channel} tone="warn" title={channelName(part.channel)}>{t(stopKeys[part.stopped])}</Notice>)}
      {data?.parts.some((part) => !part.in_time) && <Notice tone="warn" title={t('preview.tooLate')} />}
      {!error && <p className="muted" role="status">{!data ? t('preview.estimating') : data.done_at && t('confirm.doneBy', { when: moment(data.done_at) })}</p>}
    </>
  );
}
