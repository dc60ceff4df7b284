// The second step: which column holds what, with the first rows to look at (IMPT-03, IMPT-04).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { Select } from '@/components/Select';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import type { ImportColumns, ImportField, ImportPreview, ImportResult } from '@/lib/api/models';
import { ApiError } from '@/lib/api/problem';
import { useFormat } from '@/lib/format';
import { importFile } from './api';
import type { ChosenFile } from '@/lib/chosen-file';
import { fieldKeys } from './words';

const NONE = 'none';

interface Props {
  listId: string | null;
  file: ChosenFile;
  preview: ImportPreview;
  onBack: () => void;
  onImported: (result: ImportResult, header: boolean) => void;
}

export function ColumnSetup({ listId, file, preview, onBack, onImported }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const errorText = useErrorText();
  const [columns, setColumns] = useState<ImportColumns>(preview.guess);
  const [header, setHeader] = useState(preview.header);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const fields = (Object.keys(fieldKeys) as ImportField[]).filter((field) => preview.phones || field !== 'phone');
  const faults = error instanceof ApiError ? error.fields : [];
  const first = preview.sample[0]?.cells ?? [];
  const places = Array.from({ length: preview.columns }, (_, at) => at);
  const columnName = (at: number) => (header && first[at]) || t('imported.column', { number: at + 1 });
  const choices = [{ id: NONE, name: t('imported.none') }, ...places.map((at) => ({
    id: String(at), name: columnName(at), hint: preview.sample[header ? 1 : 0]?.cells[at],
  }))];
  const heldBy = (at: number) => fields.filter((field) => columns[field] === at).map((field) => t(fieldKeys[field])).join(', ');

  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      onImported(await importFile({ listId, csv: file.sent, header, columns }), header);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="stack">
      <p className="muted">{t('imported.setup', { file: file.name, count: preview.rows, shown: number(preview.rows) })}</p>
      {error !== null && <Notice tone="bad" live title={t('imported.notImported')}>{errorText(error)}</Notice>}
      <div className="import-fields">
        {fields.map((field) => {
          const fault = faults.find((each) => each.field === `columns.${field}`);
          return (
            <div key={field} data-field={`columns.${field}`}>
              <Select label={t(fieldKeys[field])} choices={choices} value={String(columns[field] ?? NONE)}
                onChange={(id) => setColumns((now) => ({ ...now, [field]: id === NONE ? null : Number(id) }))} />
              {fault && <p className="field-error">{fault.message}</p>}
            </div>
          );
        })}
      </div>
      <Checkbox isSelected={header} onChange={setHeader} hint={t('imported.headerHint')}>{t('imported.header')}</Checkbox>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- axe: scrollable-region-focusable */}
      <div className="grid-scroll" tabIndex={0} role="region" aria-label={t('imported.sample')}>
        <table className="grid-table import-sample">
          <caption className="visually-hidden">{t('imported.sample')}</caption>
          <thead><tr><th scope="col">{t('imported.row')}</th>{places.map((at) => <th key={at} scope="col">{heldBy(at) || t('imported.unused')}</th>)}</tr></thead>
          <tbody>
            {preview.sample.map((row, index) => (
              <tr key={row.row} className={header && index === 0 ? 'import-headings' : undefined}>
                <td className="num">{row.row}</td>
                {places.map((at) => <td key={at}>{row.cells[at]}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="row">
        <Button look="primary" isPending={busy} onPress={() => void submit()}>{busy ? t('imported.importing') : t('imported.submit')}</Button>
        <Button look="quiet" isDisabled={busy} onPress={onBack}>{t('imported.otherFile')}</Button>
      </div>
    </div>
  );
}
