// The clock beside an answer: the same choices as for a message (SCHD-05).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '@/components/Toast';
import { scheduleAnswer } from '@/features/schedules/api';
import { ScheduleDialog } from '@/features/schedules/components/ScheduleDialog';
import { useScheduling } from '@/features/schedules/scheduling';
import { tomorrow } from '@/features/schedules/when';
import { useSession } from '@/lib/me';

interface Props { answer: { threadId: string; html: string; signed: boolean; done: () => void }; onClose: () => void }

export function AnswerLater({ answer, onClose }: Props) {
  const { t } = useTranslation();
  const zone = useSession().me.time_zone;
  const [key] = useState(() => crypto.randomUUID());
  const scheduling = useScheduling((when) => scheduleAnswer(key, { thread_id: answer.threadId, html: answer.html, ...(answer.signed && { include_signature: true }) }, when), () => {
    toast(t('scheduled.answerKept'));
    answer.done();
    onClose();
  });
  return <ScheduleDialog title={t('scheduled.title')} start={tomorrow(new Date(), zone)} zone={zone} {...scheduling} onClose={onClose} />;
}
