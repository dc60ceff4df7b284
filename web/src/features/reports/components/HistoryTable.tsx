// The rows of Communication History (REPT-13). To and Total open the recipients, Errors the failed ones, Message the text.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/Badge';
import { DataTable, type Column } from '@/components/DataTable';
import { Icon } from '@/components/Icon';
import { SecureMark } from '@/components/SecureMark';
import { EmptyState, Notice } from '@/components/States';
import type { HistoryRow } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { snippetInWords, useInWords } from '@/lib/insert-fields';
import { recipientTypeName, useTypeName } from '@/lib/words';
import { useHistoryRows, type HistoryFilter } from '../api';
import './reports.css';

export interface HistoryActions { onRecipients: (row: HistoryRow, errorsOnly: boolean) => void; onMessage: (row: HistoryRow) => void }

export function HistoryTable({ filter, ...actions }: HistoryActions & { filter: HistoryFilter }) {
  const { t } = useTranslation();
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  const rows = useHistoryRows(filter, setLeftOut);
  const columns = useColumns(actions, rows.all);
  return (
    <>
      {leftOut.length > 0 && <Notice live>{t('history.leftOut')}</Notice>}
      <DataTable name="history" caption={t('history.caption')} columns={columns} rows={rows} rowKey={(r) => `${r.message_id} ${r.channel}`}
        empty={<EmptyState icon="search" title={t('history.none')}>{t('history.noneText')}</EmptyState>} />
    </>
  );
}

/** The numbers stand before the words: they are what one looks for, and stay in sight on a narrow desk. */
function useColumns({ onRecipients, onMessage }: HistoryActions, all: readonly HistoryRow[]): Column<HistoryRow>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const typeName = useTypeName();
  const source = { user: t('sources.user'), school: t('sources.school'), district: t('sources.district') };
  const inWords = useInWords();
  const figure = (id: 'sent' | 'pending' | 'expired', title: string): Column<HistoryRow> =>
    ({ id, title, numeric: true, cell: (r) => format.number(r[id]), sortBy: (r) => r[id] });
  return [
    { id: 'date', title: t('columns.date'), cell: (r) => <time dateTime={r.sent_at} title={format.exact(r.sent_at)}>{format.dateTime(r.sent_at)}</time>, sortBy: (r) => r.sent_at },
    { id: 'type', title: t('columns.type'), cell: (r) => <span className="row tight with-icon"><Icon name={r.channel} size={16} />{typeName(r.type)}</span>, sortBy: (r) => typeName(r.type) },
    { id: 'message', title: t('columns.message'), main: true, wide: true, sortBy: (r) => r.subject, cell: (r) => (
      <div title={r.flagged ? undefined : [inWords(r.subject), ...(r.snippet ? [snippetInWords(t, r.snippet)] : [])].join(' – ')}>
        {r.emergency && <><Badge tone="bad">{t('marks.emergency')}</Badge>{' '}</>}
        {r.priority && <><Badge tone="brass">{t('marks.priority')}</Badge>{' '}</>}
        {r.secure && <><SecureMark short />{' '}</>}
        {r.flagged && <><Badge tone="bad">{t('flag.hidden')}</Badge>{' '}</>}
        <button type="button" className="cell-link" onClick={() => onMessage(r)}>{r.flagged ? t('flag.view') : inWords(r.subject)}</button>{r.snippet && <span className="muted"> {snippetInWords(t, r.snippet)}</span>}
      </div>
    ) },
    { id: 'total', title: t('columns.total'), numeric: true, sortBy: (r) => r.total, cell: (r) => (
      <button type="button" className="cell-link" aria-label={t('history.openRecipients', { count: r.total, shown: format.number(r.total) })} onClick={() => onRecipients(r, false)}>{format.number(r.total)}</button>
    ) },
    figure('sent', t('columns.sent')),
    figure('pending', t('columns.pending')),
    figure('expired', t('columns.expired')),
    { id: 'errors', title: t('columns.errors'), numeric: true, sortBy: (r) => r.errors, cell: (r) => (r.errors === 0 ? format.number(0) : (
      <button type="button" className="cell-link bad" aria-label={t('history.openErrors', { count: r.errors, shown: format.number(r.errors) })} onClick={() => onRecipients(r, true)}>{format.number(r.errors)}</button>
    )) },
    { id: 'from', title: t('columns.from'), cell: (r) => r.from.name, sortBy: (r) => r.from.name },
    { id: 'to', title: t('columns.to'), wide: true, sortBy: (r) => r.to, cell: (r) => <button type="button" className="cell-link" title={r.to} onClick={() => onRecipients(r, false)}>{r.to}</button> },
    { id: 'recipientType', title: t('columns.recipientType'), cell: (r) => format.list(r.recipient_type.map((id) => recipientTypeName(t, id))), sortBy: (r) => r.recipient_type.join() },
    { id: 'regarding', title: t('columns.regarding'), hiddenAtFirst: all.every((r) => !r.regarding_student), cell: (r) => r.regarding_student, sortBy: (r) => r.regarding_student ?? '' },
    { id: 'source', title: t('columns.source'), hiddenAtFirst: all.every((r) => r.source === 'user'), cell: (r) => source[r.source], sortBy: (r) => r.source },
  ];
}
