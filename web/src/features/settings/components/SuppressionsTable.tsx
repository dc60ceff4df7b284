// A row per address that nothing is sent to by one channel, with why, since when, and the way to lift it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { DataTable, type Column } from '@/components/DataTable';
import { EmptyState } from '@/components/States';
import type { SuppressionRow } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useReason } from '@/lib/reasons';
import { phoneText } from '@/lib/phone';
import { reasonOf, useSuppressions, type Filter } from '../suppressions';
import { LiftDialog } from './LiftDialog';

export function SuppressionsTable({ filter, canEdit }: { filter: Filter; canEdit: boolean }) {
  const { t } = useTranslation();
  const [lifting, setLifting] = useState<SuppressionRow | null>(null);
  const rows = useSuppressions(filter);
  const isFiltered = Boolean(filter.cause ?? filter.q);
  const empty = isFiltered
    ? <EmptyState icon="search" title={t('kit.nothingFound')}>{filter.q && `${t('stopped.looksAt')} ${t('stopped.onRecord')}`}</EmptyState>
    : <EmptyState icon="check" title={t('stopped.none')}>{t('stopped.noneText')}</EmptyState>;
  return (
    <>
      <DataTable name="suppressions" caption={t('settings.pages.stopped')} columns={useColumns(canEdit, setLifting)} rows={rows} rowKey={(r) => r.suppression_id} empty={empty} />
      {lifting && <LiftDialog place={lifting} address={phoneText(lifting.address)} onClose={() => setLifting(null)} />}
    </>
  );
}

function useColumns(canEdit: boolean, onLift: (row: SuppressionRow) => void): Column<SuppressionRow>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useReason();
  const why = (row: SuppressionRow) => reason({ reason: reasonOf[row.cause], channel: row.channel });
  const act: Column<SuppressionRow> = {
    id: 'lift', title: t('stopped.change'), cell: (r) => <Button small onPress={() => onLift(r)} aria-label={t('stopped.liftOf', { address: phoneText(r.address) })}>{t('stopped.lift')}</Button>,
  };
  return [
    { id: 'address', title: t('columns.destination'), main: true, cell: (r) => <strong>{phoneText(r.address)}</strong>, sortBy: (r) => r.address },
    { id: 'names', title: t('columns.name'), cell: (r) => <Whose row={r} />, sortBy: (r) => r.names.join(', ') },
    { id: 'why', title: t('columns.error'), wide: 'whole', cell: (r) => <Why text={why(r)} row={r} />, sortBy: why },
    { id: 'since', title: t('stopped.since'), cell: (r) => <time dateTime={r.since} title={format.exact(r.since)}>{format.date(r.since)}</time>, sortBy: (r) => r.since },
    ...(canEdit ? [act] : []),
  ];
}

function Whose({ row }: { row: SuppressionRow }) {
  return <>{row.names.join(', ')}{row.students.length > 0 && <div className="muted small">{row.students.join(', ')}</div>}</>;
}

function Why({ text, row }: { text: string; row: SuppressionRow }) {
  return <>{text}{row.note && <div className="muted small">{[row.by, row.note].filter(Boolean).join(': ')}</div>}</>;
}
