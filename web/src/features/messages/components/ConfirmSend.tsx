// The moment before: how many people, by which ways. Send or Go Back (SEND-02).
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { useFormat } from '@/lib/format';
import type { Sending } from '../send';

export function ConfirmSend({ sending, children }: { sending: Sending; children: ReactNode }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const people = sending.confirmation?.recipients ?? 0;
  return (
    <Dialog role="alertdialog" isOpen={sending.confirmation !== null} onClose={sending.goBack} mustAnswer={sending.busy}
      title={t('confirm.title', { count: people, shown: number(people) })}
      actions={(
        <>
          <Button look="send" icon="sent" isPending={sending.busy} onPress={() => void sending.send(people)}>
            {t('confirm.send', { count: people, shown: number(people) })}
          </Button>
          <Button autoFocus isDisabled={sending.busy} onPress={sending.goBack}>{t('confirm.back')}</Button>
        </>
      )}>
      <p className="muted">{t('confirm.text')}</p>
      {children}
    </Dialog>
  );
}
