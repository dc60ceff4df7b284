// Before a message is sent again to those it did not reach: how many, by which way, and who stays out and why.
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Icon } from '@/components/Icon';
import { Notice, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import type { ResendOffer } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useReason } from '@/lib/reasons';
import { useChannelName } from '@/lib/words';
import { useResend, useResendOffer } from '../resend';

export default function ResendDialog({ messageId, onSent, onClose }: { messageId: string; onSent: (tryId: string, count: number) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const errorText = useErrorText();
  const offer = useResendOffer(messageId);
  const resend = useResend(messageId, onSent);
  const many = offer.data?.deliveries ?? 0;
  const send = (data: ResendOffer) => resend.mutate(data, { onError: () => void offer.refetch() });
  return (
    <Dialog title={t('resend.title')} isOpen onClose={onClose} wide
      actions={<>
        {offer.data && many > 0 && (
          <Button look="send" icon="sent" isPending={resend.isPending} onPress={() => send(offer.data)}>
            {t('resend.send', { count: many, shown: number(many) })}
          </Button>
        )}
        <Button onPress={onClose}>{t('kit.goBack')}</Button>
      </>}>
      {offer.isPending && <Skeleton lines={3} />}
      {offer.error && <Notice tone="warn" live>{errorText(offer.error)}</Notice>}
      {resend.error && <Notice tone="bad" live>{errorText(resend.error)}</Notice>}
      {offer.data && (
        <>
          <p>{many ? t('resend.text') : t('resend.nobody')}</p>
          <Reasons offer={offer.data} />
          {offer.data.approximate && <p className="muted small">{t('resend.approximate')}</p>}
        </>
      )}
    </Dialog>
  );
}

function Reasons({ offer }: { offer: ResendOffer }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const reasonOf = useReason();
  const channelName = useChannelName();
  return (
    <ul className="resend-reasons">
      {offer.reasons.map((line) => (
        <li key={`${line.channel} ${line.reason}`}>
          <Icon name={line.channel} size={18} />
          <span><strong>{channelName(line.channel)}:</strong> {reasonOf({ reason: line.reason, error: line.words, channel: line.channel })}</span>
          <span className={line.again ? 'num' : 'num muted'}>
            {line.again ? t('resend.some', { again: number(line.again), count: line.count, shown: number(line.count) }) : t('resend.none', { count: line.count, shown: number(line.count) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
