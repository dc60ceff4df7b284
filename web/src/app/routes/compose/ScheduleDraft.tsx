// Compose's other way out: the same message, later.
import { useTranslation } from 'react-i18next';
import { toast } from '@/components/Toast';
import { scheduleMessage } from '@/features/schedules/api';
import { ScheduleDialog } from '@/features/schedules/components/ScheduleDialog';
import { useScheduling } from '@/features/schedules/scheduling';
import { tomorrow } from '@/features/schedules/when';
import type { NewMessage } from '@/lib/api/models';
import { useZone } from '@/lib/me';

interface Props { draftKey: string; body: (confirmed?: number) => NewMessage; onScheduled: () => void; onClose: () => void }

export function ScheduleDraft({ draftKey, body, onScheduled, onClose }: Props) {
  const { t } = useTranslation();
  const zone = useZone();
  const scheduling = useScheduling((when, confirmed) => scheduleMessage(draftKey, body(confirmed), when), (kept) => {
    kept.warnings?.forEach((each) => toast(each.message));
    toast(t('scheduled.kept'));
    onScheduled();
  });
  return <ScheduleDialog title={t('scheduled.title')} start={tomorrow(new Date(), zone)} zone={zone} {...scheduling} onClose={onClose} />;
}
