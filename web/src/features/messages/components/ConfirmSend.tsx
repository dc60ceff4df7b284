// The moment before: how many people, by which ways. Send or Go Back (SEND-02). An emergency is asked about as one.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Notice } from '@/components/States';
import { useFormat } from '@/lib/format';
import { useChannelName } from '@/lib/words';
import type { Sending } from '../send';

interface Props { sending: Sending; /** The parts that go out as an emergency. */ emergencies: readonly ('sms' | 'voice')[]; children: ReactNode }

export function ConfirmSend({ sending, emergencies, children }: Props) {
  const { t } = useTranslation();
  const { number, list } = useFormat();
  const channelName = useChannelName();
  const people = sending.confirmation?.recipients ?? 0;
  const grave = emergencies.length > 0;
  return (
    <Dialog role="alertdialog" isOpen={sending.confirmation !== null} onClose={sending.goBack} mustAnswer={sending.busy} grave={grave}
      title={t(grave ? 'confirm.emergencyTitle' : 'confirm.title', { count: people, shown: number(people) })}
      actions={(
        <>
          <Button look={grave ? 'alarm' : 'send'} icon={grave ? 'warn' : 'sent'} isPending={sending.busy} onPress={() => void sending.send(people)}>
            {t(grave ? 'confirm.emergencySend' : 'confirm.send', { count: people, shown: number(people) })}
          </Button>
          <Button autoFocus isDisabled={sending.busy} onPress={sending.goBack}>{t('confirm.back')}</Button>
        </>
      )}>
      {grave && <Notice tone="bad" title={t('confirm.emergency', { parts: list(emergencies.map(channelName)) })}>{t('confirm.emergencyText')}</Notice>}
      <p className="muted">{t('confirm.text')}</p>
      {children}
    </Dialog>
  );
}
