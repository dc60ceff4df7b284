// Who changed what, and when (ADMIN-16). Nothing here can be edited.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '@/components/DataTable';
import { EmptyState } from '@/components/States';
import type { AuditRow } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useChanges } from '../api';
import { fieldName, subjectKeys } from '../names';
import './settings-forms.css';

export function ChangesTable() {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = (value: AuditRow['changes'][number]['before']) => {
    if (value === true) return t('settings.yes');
    return value === false ? t('settings.no') : value === null || value === '' ? t('settings.none') : String(value);
  };
  const columns: Column<AuditRow>[] = [
    { id: 'date', title: t('columns.date'), cell: (r) => <time dateTime={r.at} title={format.exact(r.at)}>{format.dateTime(r.at)}</time>, sortBy: (r) => r.at },
    { id: 'who', title: t('settings.who'), main: true, cell: (r) => (r.user_id ? r.user_name : t('settings.operator')), sortBy: (r) => r.user_name },
    { id: 'what', title: t('settings.what'), cell: (r) => t(subjectKeys[r.subject]), sortBy: (r) => r.subject },
    { id: 'about', title: t('settings.about'), cell: (r) => r.about, sortBy: (r) => r.about },
    { id: 'changes', title: t('settings.changes'), wide: true, cell: (r) => (
      <ul className="changes-list">{r.changes.map((c) => <li key={c.field}>{t('settings.fromTo', { field: fieldName(t, c.field), before: shown(c.before), after: shown(c.after) })}</li>)}</ul>
    ) },
  ];
  return <DataTable name="changes" caption={t('settings.changesTitle')} columns={columns} rows={useChanges()} rowKey={(r) => r.entry_id} empty={<EmptyState icon="clock" title={t('settings.noChanges')} />} />;
}
