// The moment before: how many people, by which ways. Send or Go Back (SEND-02). An emergency is asked about as one,
// and a text or a call outside the call window is said to leave later (SEND-06).
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Notice } from '@/components/States';
import type { NewMessage, PartEstimate, ReachByChannel } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useLast } from '@/lib/hooks';
import { useChannelName } from '@/lib/words';
import type { Sending } from '../send';

/** What the app asks by itself, whatever the number; without `people` it could not be counted. */
export interface Question { people: number | undefined; byChannel: ReachByChannel; held: readonly PartEstimate[] }

interface Props {
  sending: Sending;
  question: Question | null;
  /** The parts that go out as an emergency. */
  emergencies: readonly ('sms' | 'voice')[];
  /** The parts that wait for readers: they do not go at once. */
  waits?: NewMessage['if_not_read'];
  onBack: () => void;
  onPreview: () => void;
  children: (byChannel: ReachByChannel) => ReactNode;
}

export function ConfirmSend({ sending, question, emergencies, waits = [], onBack, onPreview, children }: Props) {
  const { t } = useTranslation();
  const { number, list } = useFormat();
  const channelName = useChannelName();
  const { confirmation } = sending;
  const open = useMemo(() => (confirmation || question ? { asked: confirmation, question } : null), [confirmation, question]);
  const shown = useLast(open);
  const asked = shown?.asked;
  const people = asked?.recipients ?? shown?.question?.people;
  const grave = emergencies.length > 0;
  const atOnce = emergencies.filter((part) => !waits.some((step) => step.channel === part));
  const counted = { count: people ?? 0, shown: number(people ?? 0) };
  return (
    <Dialog role="alertdialog" isOpen={open !== null} onClose={onBack} mustAnswer={sending.busy} grave={grave}
      title={people === undefined ? t('confirm.uncounted') : t(grave ? 'confirm.emergencyTitle' : 'confirm.title', counted)}
      actions={(
        <>
          <Button look={grave ? 'alarm' : 'send'} icon={grave ? 'warn' : 'sent'} isPending={sending.busy} onPress={() => void sending.send(people)}>
            {people === undefined ? t('compose.send') : t(grave ? 'confirm.emergencySend' : 'confirm.send', counted)}
          </Button>
          <Button autoFocus isDisabled={sending.busy} onPress={onBack}>{t('kit.goBack')}</Button>
        </>
      )}>
      {grave && <Notice tone="bad" title={t('confirm.emergency', { parts: list(emergencies.map(channelName)) })}>{atOnce.length === emergencies.length
        ? t('confirm.emergencyText')
        : atOnce.length ? t('confirm.emergencySome', { parts: list(atOnce.map(channelName)) }) : t('confirm.emergencyWaits')}</Notice>}
      <Held parts={shown?.question?.held ?? []} />
      <p className="muted">{t('confirm.text')}</p>
      {children(asked?.byChannel ?? shown?.question?.byChannel ?? {})}
      <div><Button small look="quiet" icon="eye" onPress={onPreview}>{t('confirm.preview')}</Button></div>
    </Dialog>
  );
}

/** The window is the school's; the time is told in the reader's own zone. */
function Held({ parts }: { parts: readonly PartEstimate[] }) {
  const { t } = useTranslation();
  const { list, moment } = useFormat();
  const channelName = useChannelName();
  const [first] = parts;
  if (!first) return null;
  return (
    <Notice tone="warn" title={t('confirm.held', { parts: list(parts.map((part) => channelName(part.channel))), when: moment(first.begins_at) })}>
      {t('confirm.heldText')}
    </Notice>
  );
}
