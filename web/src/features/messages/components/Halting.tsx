// Stopping a message that is going out: pause and go on, or cancel for good; and what became of it, in honest numbers.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import type { Message } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useSession } from '@/lib/me';
import { isPaused, isRunning, useHalt } from '../api';

const sum = (message: Message, what: 'total' | 'pending' | 'canceled') => message.parts.reduce((n, p) => n + p[what], 0);

export function HaltButtons({ message }: { message: Message }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { me, edits, earlier } = useSession();
  const halt = useHalt(message.message_id);
  const [asking, setAsking] = useState(false);
  const mayStop = message.sender.user_id === me.user_id || edits('send_messages');
  if (!isRunning(message) || message.halt?.state === 'canceled' || !mayStop) return null;
  const paused = message.halt?.state === 'paused';
  const say = (what: 'pause' | 'resume' | 'cancellation') => halt.mutate(what, {
    onError: (error) => toast(errorText(error), { tone: 'bad' }),
    onSettled: () => setAsking(false),
  });
  return (
    <>
      <Button icon={paused ? 'play' : 'pause'} isPending={halt.isPending && !asking} isDisabled={paused && earlier !== null} onPress={() => say(paused ? 'resume' : 'pause')}>
        {paused ? t('halt.resume') : t('halt.pause')}
      </Button>
      <Button look="danger" icon="close" isDisabled={halt.isPending} onPress={() => setAsking(true)}>{t('halt.cancel')}</Button>
      <Dialog title={t('halt.askTitle')} role="alertdialog" isOpen={asking} onClose={() => setAsking(false)}
        actions={<>
          <Button look="danger" isPending={halt.isPending} onPress={() => say('cancellation')}>{t('halt.cancelNow')}</Button>
          <Button autoFocus isDisabled={halt.isPending} onPress={() => setAsking(false)}>{t('halt.keep')}</Button>
        </>}>
        <p>{t('halt.askText')}</p>
        <p className="muted">{t('halt.askStays')}</p>
      </Dialog>
    </>
  );
}

/** Who stopped it; of all that were made, how many did not leave, how many ended before, and how many have no result yet:
 * in hand and perhaps leaving, once those are counted, or with the provider, which has not said what became of them. */
export function HaltNotice({ message }: { message: Message }) {
  const { t } = useTranslation();
  const { number, dateTime } = useFormat();
  const { halt } = message;
  if (!halt || (halt.state === 'paused' && !isPaused(message))) return null;
  const by = { name: halt.by.name, when: dateTime(halt.at) };
  const canceled = sum(message, 'canceled');
  const pending = sum(message, 'pending');
  const rest = sum(message, 'total') - canceled - pending;
  const still = halt.may_still_leave;
  const paused = halt.state === 'paused';
  // Of a canceled one nothing waits any more: what is pending and in nobody's hands has left.
  const left = paused || still === null ? 0 : pending - still;
  const sentences = [
    paused ? t(still === 0 ? 'halt.pausedText' : 'halt.pausedSoon') : t('halt.notSent', { count: canceled, shown: number(canceled), rest: number(rest) }),
    still === null && pending > 0 && t('halt.counting'),
    still !== null && still > 0 && t('halt.mayLeave', { count: still, shown: number(still) }),
    left > 0 && t('halt.left', { count: left, shown: number(left) }),
    pending > 0 && (paused || still === null) && t('halt.pending', { count: pending, shown: number(pending) }),
  ];
  return <Notice live tone="warn" title={paused ? t('halt.paused', by) : t('halt.canceled', by)}>{sentences.filter(Boolean).join(' ')}</Notice>;
}
