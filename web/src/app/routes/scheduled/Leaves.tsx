// When it leaves, in words; when next, when last (SCHD-09, SCHD-10).
import { useTranslation } from 'react-i18next';
import { Notice } from '@/components/States';
import { LastSent, NextAt } from '@/features/schedules/components/Moments';
import { Runs } from '@/features/schedules/components/Runs';
import { ruleInWords } from '@/features/schedules/when';
import type { ScheduledWhole } from '@/lib/api/models';

/** Of a recurrence that ended, the last date may have been missed; what should have left and is not tried yet was not sent either. */
function howItEnded({ state, last_sent: last, runs }: ScheduledWhole) {
  if (state !== 'ended' || !last) return 'scheduled.over.notSent';
  return runs[0] && runs[0].outcome !== 'sent' ? 'scheduled.over.notSentLast' : 'scheduled.over.sent';
}

export function Leaves({ saved, isOver }: { saved: ScheduledWhole; isOver: boolean }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="stack" aria-label={t('scheduled.leaves')}>
      <p><strong>{ruleInWords(t, i18n.language, saved.schedule, saved.time_zone)}</strong></p>
      {saved.next_at && <p className="muted"><NextAt of={saved} /></p>}
      {saved.last_sent && <p className="muted"><LastSent of={saved} /></p>}
      {saved.problem && <Notice tone={saved.state === 'errored' ? 'bad' : 'warn'}>
        {t(saved.state === 'errored' ? 'scheduled.errored' : saved.retrying ? 'scheduled.trying' : 'scheduled.skipped', { problem: saved.problem })}
      </Notice>}
      {saved.schedule.every !== 'once' && <Runs runs={saved.runs} />}
      {isOver && !saved.problem && <Notice>{t(howItEnded(saved))}</Notice>}
    </section>
  );
}
