// What has to be known before an edit is kept: that it leaves now, that it is an emergency, how many it goes to (SEND-05, SCHD-12).
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Notice } from '@/components/States';
import { useFormat } from '@/lib/format';
import { useChannelName } from '@/lib/words';

interface Props {
  isOpen: boolean;
  people: number | null;
  leavesNow: boolean;
  emergencies: readonly ('sms' | 'voice')[];
  busy: boolean;
  onSave: () => void;
  onBack: () => void;
}

export function AskSave({ isOpen, people, leavesNow, emergencies, busy, onSave, onBack }: Props) {
  const { t } = useTranslation();
  const { number, list } = useFormat();
  const channelName = useChannelName();
  const counted = { count: people ?? 0, shown: number(people ?? 0) };
  const save = people !== null ? t('scheduled.saveForPeople', counted) : t(leavesNow ? 'scheduled.saveNow' : 'scheduled.saveChanges');
  return (
    <Dialog role="alertdialog" title={t('scheduled.askTitle')} isOpen={isOpen} onClose={onBack} mustAnswer={busy} grave={emergencies.length > 0} actions={(
      <><Button look="send" isPending={busy} onPress={onSave}>{save}</Button><Button autoFocus isDisabled={busy} onPress={onBack}>{t('kit.goBack')}</Button></>
    )}>
      <div className="stack">
        {people !== null && <p>{t('scheduled.goesTo', counted)}</p>}
        {leavesNow && <Notice tone="warn" title={t('scheduled.passed')}>{t('scheduled.passedText')}</Notice>}
        {emergencies.length > 0 && <Notice tone="bad" title={t('confirm.emergency', { parts: list(emergencies.map(channelName)) })}>{t('confirm.emergencyLater')}</Notice>}
      </div>
    </Dialog>
  );
}
