// Who changed what, and when (ADMIN-16). Nothing here can be edited.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '@/components/DataTable';
import { EmptyState } from '@/components/States';
import type { AuditRow } from '@/lib/api/models';
import { useFormat, zoneAndPlace } from '@/lib/format';
import { useReason } from '@/lib/reasons';
import { recipientTypeName } from '@/lib/words';
import { useChanges } from '../api';
import { causesOf as channels, reasonOf, type Addressed, type Cause } from '../suppressions';
import { fieldName, subjectKeys } from '../names';
import './settings-forms.css';

export function ChangesTable() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const reason = useReason();
  const shown = (field: string, value: AuditRow['changes'][number]['before']) => {
    if (value === true) return t('settings.yes');
    if (value === false) return t('settings.no');
    if (value === null || value === '') return t('settings.none');
    if (field === 'decision') return value === 'approved' ? t('settings.approved') : t('settings.rejected');
    const cause = field in channels && reasonOf[value as Cause];
    if (cause) return reason({ reason: cause, channel: field as Addressed });
    if (field === 'time_zone') return zoneAndPlace(i18n.language, String(value));
    return field === 'default_recipient_type' ? recipientTypeName(t, String(value)) : String(value);
  };
  const columns: Column<AuditRow>[] = [
    { id: 'date', title: t('columns.date'), cell: (r) => <time dateTime={r.at} title={format.exact(r.at)}>{format.dateTime(r.at)}</time>, sortBy: (r) => r.at },
    { id: 'who', title: t('settings.who'), main: true, cell: (r) => (r.user_id ? r.user_name : t('settings.operator')), sortBy: (r) => r.user_name },
    { id: 'what', title: t('settings.what'), cell: (r) => t(subjectKeys[r.subject]), sortBy: (r) => r.subject },
    { id: 'about', title: t('settings.about'), cell: (r) => r.about, sortBy: (r) => r.about },
    { id: 'changes', title: t('settings.changes'), wide: true, cell: (r) => (
      <ul className="changes-list">{r.changes.map((c) => <li key={c.field}>{t('settings.fromTo', { field: fieldName(t, c.field), before: shown(c.field, c.before), after: shown(c.field, c.after) })}</li>)}</ul>
    ) },
  ];
  return <DataTable name="changes" caption={t('settings.changesTitle')} columns={columns} rows={useChanges()} rowKey={(r) => r.entry_id} empty={<EmptyState icon="clock" title={t('settings.noChanges')} />} />;
}
