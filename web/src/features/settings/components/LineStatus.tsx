// Whether messages are leaving: when the queue job last ran, and the providers. Looks again each minute.
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/Badge';
import { useErrorText } from '@/components/errors';
import { Notice, Skeleton } from '@/components/States';
import { useFormat } from '@/lib/format';
import type { JobRun } from '@/lib/api/models';
import { useJobs, useProviders } from '../api';
import { ProviderList } from './ProviderList';

export function LineStatus({ canEdit }: { canEdit: boolean }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const jobs = useJobs();
  const providers = useProviders();
  const job = jobs.data?.items[0];
  const error = jobs.error ?? providers.error;
  return (
    <section className="card pad settings">
      <div><h2>{t('settings.line.title')}</h2><p className="muted small">{t('settings.line.text')}</p></div>
      <div className="stack">
        {error && <Notice tone="bad" title={t('settings.line.unknown')}>{errorText(error)}</Notice>}
        {!error && (!job || !providers.data) && <Skeleton lines={3} />}
        {job?.late && <Notice tone="warn" title={t('settings.line.lateTitle')}>{t('settings.line.lateText')}</Notice>}
        {job && <LastRun run={job.last_run} />}
        {job && job.failed.length > 0 && <Failed runs={job.failed} />}
        {providers.data && <ProviderList providers={providers.data.items} canEdit={canEdit} />}
      </div>
    </section>
  );
}

function LastRun({ run }: { run: JobRun | null }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  if (!run) return <p>{t('settings.line.never')}</p>;
  return (
    <p>
      {t('settings.line.lastRan')} <time dateTime={run.started_at}>{dateTime(run.started_at)}</time>
      {!run.ended_at && <> <Badge tone="wait">{t('settings.line.running')}</Badge></>}
      {run.errors > 0 && <> <Badge tone="bad">{t('settings.line.errors', { count: run.errors })}</Badge></>}
    </p>
  );
}

function Failed({ runs }: { runs: JobRun[] }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  return (
    <details>
      <summary>{t('settings.line.failed', { count: runs.length })}</summary>
      <ul className="modules">
        {runs.map((run) => <li key={run.started_at}><time dateTime={run.started_at}>{dateTime(run.started_at)}</time><span>{run.what.join('; ')}</span></li>)}
      </ul>
    </details>
  );
}
