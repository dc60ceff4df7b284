import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useImport } from '@/features/directory/api';
import { ImportBadge } from '@/features/directory/components/ImportList';
import { ImportReport } from '@/features/directory/components/ImportReport';
import { useFormat } from '@/lib/format';
import { useTitle } from '@/lib/hooks';
import { only } from '../shell/only';

export const Component = only(({ can }) => can('manage_roster'), 'roster', RosterImport);

function RosterImport() {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  const { importId = '' } = useParams();
  const report = useImport(importId);
  useTitle(report.data?.file_name ?? t('places.roster'));
  return (
    <>
      <nav aria-label={t('shell.back')}><Link to="/roster" className="small">← {t('places.roster')}</Link></nav>
      {report.isPending && <Skeleton lines={6} />}
      {report.error && <LoadFailed message={errorText(report.error)} onRetry={() => void report.refetch()} />}
      {report.data && (
        <>
          <header className="page-head"><div style={{ minWidth: 0, overflowWrap: 'anywhere' }}><h1>{report.data.file_name}</h1>
            <p className="muted row"><ImportBadge status={report.data.status} />{t('roster.received', { when: format.dateTime(report.data.received_at) })}</p></div></header>
          <ImportReport report={report.data} />
        </>
      )}
    </>
  );
}
