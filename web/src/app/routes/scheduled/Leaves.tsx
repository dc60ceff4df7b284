// When it leaves, in words; when next, when last (SCHD-09, SCHD-10).
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Notice } from '@/components/States';
import { ruleInWords } from '@/features/schedules/when';
import type { ScheduledWhole } from '@/lib/api/models';
import { useFormat } from '@/lib/format';

export function Leaves({ saved, isOver }: { saved: ScheduledWhole; isOver: boolean }) {
  const { t, i18n } = useTranslation();
  const { dateTime } = useFormat();
  const { next_at: next, last_sent: last } = saved;
  return (
    <section className="stack" aria-label={t('scheduled.leaves')}>
      <p><strong>{ruleInWords(t, i18n.language, saved.schedule, saved.time_zone)}</strong></p>
      {next && <p className="muted">{t('scheduled.next')} <time dateTime={next}>{dateTime(next)}</time></p>}
      {last && <p className="muted">{t('scheduled.last')} <Link to={`/sent/${encodeURIComponent(last.message_id)}`}>{dateTime(last.sent_at)}</Link></p>}
      {saved.problem && <Notice tone={saved.state === 'errored' ? 'bad' : 'warn'}>
        {t(saved.state === 'errored' ? 'scheduled.errored' : saved.retrying ? 'scheduled.trying' : 'scheduled.skipped', { problem: saved.problem })}
      </Notice>}
      {isOver && !saved.problem && <Notice>{t('scheduled.isOver')}</Notice>}
    </section>
  );
}
