// One import: what it would change, or changed; the report row by row; and, when it is held, the decision.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { DataTable, type Column } from '@/components/DataTable';
import { Dialog } from '@/components/Dialog';
import { ProgressBar } from '@/components/Progress';
import { EmptyState, Notice } from '@/components/States';
import { ScrollBox } from '@/components/ScrollBox';
import { Tabs } from '@/components/Tabs';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import type { RosterImport, RosterRow, RosterRowKind } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { isUnderWay, useDecide, useImportRows } from '../api';
import { importStatusName } from './ImportList';
import './directory.css';

export function ImportReport({ report }: { report: RosterImport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [kind, setKind] = useState<RosterRowKind>('problem');
  const kinds = [
    { id: 'problem' as const, title: t('roster.kinds.problem') }, { id: 'added' as const, title: t('roster.kinds.added') },
    { id: 'changed' as const, title: t('roster.kinds.changed') }, { id: 'removed' as const, title: t('roster.kinds.removed') },
  ];
  return (
    <div className="stack" style={{ '--gap': '1.25rem' } as React.CSSProperties}>
      {isUnderWay(report) && <ProgressBar label={importStatusName(t, report.status)} value={report.progress} />}
      {report.status === 'held' && <Held report={report} />}
      {report.status === 'refused' && <Notice tone="bad" title={t('roster.refusedTitle')}>{report.refusal}</Notice>}
      {report.status === 'unchanged' && <Notice tone="ok">{t('roster.unchangedText')}</Notice>}
      {report.decided_by && report.decided_at && (
        <p className="muted small">{t(report.status === 'rejected' ? 'roster.rejectedBy' : 'roster.approvedBy', { name: report.decided_by, when: format.dateTime(report.decided_at) })}</p>
      )}
      <Summary report={report} />
      {report.ignored.length > 0 && (
        <details className="card pad"><summary>{t('roster.ignored', { count: report.ignored.length })}</summary>
          <ul className="ignored">{report.ignored.map((line) => <li key={line}>{line}</li>)}</ul></details>
      )}
      {hasRows(report) && (
        <Tabs label={t('roster.rows')} selected={kind} onSelect={setKind}
          tabs={kinds.map((k) => ({ ...k, content: <Rows key={k.id} importId={report.import_id} kind={k.id} /> }))} />
      )}
    </div>
  );
}

/** A file that was refused as a whole has one line in its report: the reason, which is told above. */
const hasRows = (report: RosterImport) => report.status !== 'refused' || report.problems > 1;

function Held({ report }: { report: RosterImport }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const decide = useDecide(report.import_id);
  const [asking, setAsking] = useState<'approve' | 'reject' | null>(null);
  const go = (decision: 'approve' | 'reject') => decide.mutate(decision, {
    onSuccess: () => { setAsking(null); toast(decision === 'approve' ? t('roster.approved') : t('roster.rejected')); },
    onError: (error) => toast(errorText(error), { tone: 'bad' }),
  });
  return (
    <section className="held">
      <Notice tone="warn" title={t('roster.heldTitle')}>{report.hold_reason ?? t('roster.heldText')}</Notice>
      <div className="row">
        <Button look="primary" icon="check" onPress={() => setAsking('approve')}>{t('roster.approve')}</Button>
        <Button look="danger" onPress={() => setAsking('reject')}>{t('roster.reject')}</Button>
      </div>
      <Dialog role="alertdialog" title={t('roster.approveTitle')} isOpen={asking === 'approve'} onClose={() => setAsking(null)} actions={(
        <><Button look="primary" isPending={decide.isPending} onPress={() => go('approve')}>{t('roster.approve')}</Button><Button autoFocus onPress={() => setAsking(null)}>{t('kit.goBack')}</Button></>
      )}>
        <p>{t('roster.approveText')}</p>
      </Dialog>
      <Dialog role="alertdialog" title={t('roster.rejectTitle')} isOpen={asking === 'reject'} onClose={() => setAsking(null)} actions={(
        <><Button look="danger" isPending={decide.isPending} onPress={() => go('reject')}>{t('roster.reject')}</Button><Button autoFocus onPress={() => setAsking(null)}>{t('kit.goBack')}</Button></>
      )}>
        <p>{t('roster.rejectText')}</p>
      </Dialog>
    </section>
  );
}

const tables = ['schools', 'students', 'contacts', 'staff', 'sections', 'enrollments'] as const;
const tableKeys = {
  schools: 'roster.tables.schools', students: 'roster.tables.students', contacts: 'roster.tables.contacts',
  staff: 'roster.tables.staff', sections: 'roster.tables.sections', enrollments: 'roster.tables.enrollments',
} as const;

function Summary({ report }: { report: RosterImport }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const present = tables.filter((name) => report.summary[name]);
  if (!present.length) return null;
  const figures = ['added', 'changed', 'removed', 'unchanged'] as const;
  return (
    <ScrollBox className="grid-scroll" label={t('roster.summary')}>
      <table className="grid-table summary-table">
        <caption className="visually-hidden">{t('roster.summary')}</caption>
        <thead><tr><th scope="col">{t('roster.what')}</th>{figures.map((f) => <th key={f} scope="col" className="end">{t(`roster.figures.${f}`)}</th>)}</tr></thead>
        <tbody>
          {present.map((name) => (
            <tr key={name}><th scope="row">{t(tableKeys[name])}</th>{figures.map((f) => <td key={f} className="num end">{number(report.summary[name]?.[f] ?? 0)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Rows({ importId, kind }: { importId: string; kind: RosterRowKind }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const rows = useImportRows(importId, kind);
  const columns: Column<RosterRow>[] = [
    { id: 'file', title: t('roster.file'), cell: (r) => r.file, sortBy: (r) => r.file },
    { id: 'line', title: t('roster.line'), numeric: true, cell: (r) => (r.line ? number(r.line) : ''), sortBy: (r) => r.line },
    { id: 'id', title: t('roster.id'), cell: (r) => r.id, sortBy: (r) => r.id },
    { id: 'name', title: t('columns.name'), cell: (r) => r.name, sortBy: (r) => r.name ?? '' },
    { id: 'message', title: t('columns.message'), main: true, wide: true, cell: (r) => <span>{r.message}</span>, sortBy: (r) => r.message },
  ];
  return (
    <DataTable name={`roster-${kind}`} caption={t('roster.rows')} columns={columns} rows={rows} rowKey={(r) => `${r.file} ${r.line} ${r.id}`}
      empty={<EmptyState icon="check" title={t('roster.noRows')} />} />
  );
}
