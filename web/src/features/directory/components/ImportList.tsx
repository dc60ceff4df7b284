import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Badge, type Tone } from '@/components/Badge';
import { ProgressBar } from '@/components/Progress';
import type { RosterImport } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { isUnderWay } from '../api';
import './directory.css';

const looks: Record<RosterImport['status'], Tone> = {
  reading: 'brass', applying: 'brass', held: 'late', applied: 'ok', unchanged: 'mute', refused: 'bad', rejected: 'mute',
};

export function importStatusName(t: TFunction, status: RosterImport['status']): string {
  switch (status) {
    case 'reading': return t('roster.statuses.reading');
    case 'applying': return t('roster.statuses.applying');
    case 'held': return t('roster.statuses.held');
    case 'applied': return t('roster.statuses.applied');
    case 'unchanged': return t('roster.statuses.unchanged');
    case 'refused': return t('roster.statuses.refused');
    case 'rejected': return t('roster.statuses.rejected');
  }
}

export function ImportBadge({ status }: { status: RosterImport['status'] }) {
  const { t } = useTranslation();
  return <Badge tone={looks[status]}>{importStatusName(t, status)}</Badge>;
}

/** Why a file was refused, or what an import that is held would remove. */
const reason = (i: RosterImport) => (i.status === 'refused' ? i.refusal : i.status === 'held' ? i.hold_reason : null);

export function ImportList({ imports }: { imports: readonly RosterImport[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className="imports card">
      {imports.map((i) => (
        <li key={i.import_id}>
          <Link to={`/roster/${encodeURIComponent(i.import_id)}`} className="import">
            <div className="import-name">
              <strong>{i.file_name}</strong>
              <span className="muted small">{t('roster.received', { when: format.dateTime(i.received_at) })}{i.problems > 0 && i.status !== 'refused' && ` · ${t('roster.problems', { count: i.problems, shown: format.number(i.problems) })}`}</span>
            </div>
            <ImportBadge status={i.status} />
            {reason(i) && <p className="import-reason small">{reason(i)}</p>}
            {isUnderWay(i) && <div className="import-bar"><ProgressBar labelHidden label={importStatusName(t, i.status)} value={i.progress} /></div>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
