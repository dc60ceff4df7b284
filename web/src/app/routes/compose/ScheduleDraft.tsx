// Compose's other way out: the same message, later.
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { scheduleMessage } from '@/features/schedules/api';
import { ScheduleDialog } from '@/features/schedules/components/ScheduleDialog';
import { WaitingParts } from '@/features/schedules/components/WaitingParts';
import { useScheduling } from '@/features/schedules/scheduling';
import { tomorrow } from '@/features/schedules/when';
import type { NewMessage } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useSchoolZone } from '@/lib/me';
import { useChannelName } from '@/lib/words';

interface Props {
  draftKey: string;
  body: (confirmed?: number) => NewMessage;
  /** The parts that go out as an emergency. */
  emergencies: readonly ('sms' | 'voice')[];
  onScheduled: () => void;
  onPreview: () => void;
  onClose: () => void;
}

export function ScheduleDraft({ draftKey, body, emergencies, onScheduled, onPreview, onClose }: Props) {
  const { t } = useTranslation();
  const { list } = useFormat();
  const channelName = useChannelName();
  const zone = useSchoolZone();
  const scheduling = useScheduling((when, confirmed) => scheduleMessage(draftKey, body(confirmed), when), (kept) => {
    kept.warnings?.forEach((each) => toast(each.message));
    toast(t('scheduled.kept'));
    onScheduled();
  });
  return (
    <ScheduleDialog title={t('scheduled.title')} start={tomorrow(new Date(), zone)} zone={zone} {...scheduling} onClose={onClose}>
      {emergencies.length > 0 && <Notice tone="bad" title={t('confirm.emergency', { parts: list(emergencies.map(channelName)) })}>{t('confirm.emergencyLater')}</Notice>}
      <WaitingParts steps={body().if_not_read} />
      <div><Button small look="quiet" icon="eye" onPress={onPreview}>{t('confirm.preview')}</Button></div>
    </ScheduleDialog>
  );
}
