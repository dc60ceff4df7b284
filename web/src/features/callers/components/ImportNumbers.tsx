// Caller IDs from a CSV file: the file, its columns, and its rows into the list that waits for Save (CID-10 to CID-12).
import { useState } from 'react';
import { Button as AriaButton, FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { Dialog } from '@/components/Dialog';
import { Select } from '@/components/Select';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import type { CallerIdColumns, CallerIdPreview, CallerIdRows } from '@/lib/api/models';
import { ApiError } from '@/lib/api/problem';
import { chosen, MOST_BYTES, type ChosenFile } from '@/lib/chosen-file';
import { previewNumbers, readNumbers } from '../api';
import { rowOf, type Waiting } from '../rows';

const NONE = 'none';
const columnKeys = {
  title: 'callers.title', number: 'callers.number', schools: 'callers.schools', public: 'callers.public',
  student_attendance: 'callers.attendance', school_default: 'callers.schoolDefault', district_default: 'callers.districtDefault',
} as const;
type Field = keyof typeof columnKeys;
const fields = Object.keys(columnKeys) as Field[];

interface Props { isOpen: boolean; onClose: () => void; onRows: (rows: readonly Waiting[]) => void }

export function ImportNumbers({ isOpen, onClose, onRows }: Props) {
  const { t } = useTranslation();
  return <Dialog wide title={t('callers.import')} isOpen={isOpen} onClose={onClose}>{isOpen && <Steps onClose={onClose} onRows={onRows} />}</Dialog>;
}

function Steps({ onClose, onRows }: Omit<Props, 'isOpen'>) {
  const { t } = useTranslation();
  const [file, setFile] = useState<{ file: ChosenFile; preview: CallerIdPreview } | null>(null);
  const [bad, setBad] = useState<CallerIdRows['bad_rows'] | null>(null);
  if (bad) {
    return (
      <div className="stack">
        <BadRows bad={bad} />
        <div className="row"><Button look="primary" onPress={onClose}>{t('imported.done')}</Button></div>
      </div>
    );
  }
  if (!file) return <ChooseFile onSeen={setFile} />;
  return (
    <Columns {...file} onBack={() => setFile(null)} onRead={({ rows, bad_rows }) => {
      onRows(rows.map((row) => ({ ...rowOf(row), key: crypto.randomUUID(), repeat: row.repeat })));
      if (bad_rows.length) setBad(bad_rows);
      else onClose();
    }} />
  );
}

function ChooseFile({ onSeen }: { onSeen: (seen: { file: ChosenFile; preview: CallerIdPreview }) => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [error, setError] = useState('');
  const take = async (picked: File | undefined) => {
    if (!picked) return;
    if (picked.size > MOST_BYTES) return setError(t('imported.tooLarge'));
    try {
      const file = await chosen(picked);
      onSeen({ file, preview: await previewNumbers(file.sent) });
    } catch (failure) {
      setError(errorText(failure));
    }
  };
  return (
    <div className="stack">
      {error && <Notice tone="bad" live title={t('imported.notRead')}>{error}</Notice>}
      <p className="muted">{t('callers.fileHint')}</p>
      <FileTrigger acceptedFileTypes={['.csv', 'text/csv']} onSelect={(files) => void take(files?.[0])}>
        <AriaButton className="btn btn-primary">{t('imported.choose')}</AriaButton>
      </FileTrigger>
    </div>
  );
}

interface ColumnProps { file: ChosenFile; preview: CallerIdPreview; onBack: () => void; onRead: (found: CallerIdRows) => void }

function Columns({ file, preview, onBack, onRead }: ColumnProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [columns, setColumns] = useState<CallerIdColumns>(preview.guess);
  const [header, setHeader] = useState(Object.values(preview.guess).some((place) => place !== null));
  const [error, setError] = useState<unknown>(null);
  const faults = error instanceof ApiError ? error.fields : [];
  const first = preview.sample[0]?.cells ?? [];
  const choices = [{ id: NONE, name: t('imported.none') }, ...Array.from({ length: preview.columns }, (_, at) => ({
    id: String(at), name: (header && first[at]) || t('imported.column', { number: at + 1 }), hint: preview.sample[header ? 1 : 0]?.cells[at],
  }))];
  const submit = () => { setError(null); readNumbers(file.sent, columns, header).then(onRead, setError); };
  return (
    <div className="stack">
      {error !== null && <Notice tone="bad" live title={t('imported.notImported')}>{errorText(error)}</Notice>}
      <div className="caller-pair">
        {fields.map((field) => {
          const fault = faults.find((each) => each.field === `columns.${field}`);
          return (
            <div key={field}>
              <Select label={t(columnKeys[field])} choices={choices} value={String(columns[field] ?? NONE)}
                onChange={(id) => setColumns((now) => ({ ...now, [field]: id === NONE ? null : Number(id) }))} />
              {fault && <p className="field-error">{fault.message}</p>}
            </div>
          );
        })}
      </div>
      <p className="muted small">{t('callers.indicators')}</p>
      <Checkbox isSelected={header} onChange={setHeader} hint={t('imported.headerHint')}>{t('imported.header')}</Checkbox>
      <div className="row"><Button look="primary" onPress={submit}>{t('callers.importCsv')}</Button><Button look="quiet" onPress={onBack}>{t('imported.otherFile')}</Button></div>
    </div>
  );
}

function BadRows({ bad }: { bad: CallerIdRows['bad_rows'] }) {
  const { t } = useTranslation();
  return (
    <>
      <Notice tone="warn" live title={t('imported.badRows', { count: bad.length, shown: String(bad.length) })}>{t('callers.badText')}</Notice>
      <ul className="caller-bad">
        {bad.map((row) => (
          <li key={row.row}><strong>{t('imported.rowNumber', { row: String(row.row) })}</strong> {row.problems.map((each) => `${t(columnKeys[each.column])}: ${each.message}`).join(' ')}</li>
        ))}
      </ul>
    </>
  );
}
