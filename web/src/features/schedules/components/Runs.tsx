// What became of the dates of a recurrence, the newest first: those that were not sent, too (SCHD-14, SCHD-16).
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ScheduledWhole } from '@/lib/api/models';
import { useFormat } from '@/lib/format';

export function Runs({ runs }: { runs: ScheduledWhole['runs'] }) {
  const { t } = useTranslation();
  const { weekday, dateTime } = useFormat();
  if (!runs.length) return null;
  return (
    <details>
      <summary>{t('scheduled.runs.title')}</summary>
      <ul>
        {runs.map((run) => (
          <li key={`${run.occurrence} ${run.at}`}>
            {weekday(run.occurrence)}{': '}
            {run.outcome === 'sent' && run.message_id && <>{t('scheduled.runs.sent')} <Link to={`/sent/${encodeURIComponent(run.message_id)}`}>{dateTime(run.at)}</Link></>}
            {run.outcome === 'failed' && (run.problem ? t('scheduled.runs.failed', { problem: run.problem }) : t('scheduled.runs.notSent'))}
            {run.outcome === 'missed' && t('scheduled.runs.missed')}
            {run.note && <> {run.note}</>}
          </li>
        ))}
      </ul>
    </details>
  );
}
