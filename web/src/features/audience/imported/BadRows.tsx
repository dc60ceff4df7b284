// What of a file was left out, row by row, and the same rows as a file to correct (IMPT-05).
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import type { ImportResult } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { download } from '@/lib/download';
import { csvText, records } from '../csv';
import type { ChosenFile } from '@/lib/chosen-file';
import { fieldKeys, reasonKeys } from './words';

const SHOWN = 100;
export interface Outcome { result: ImportResult; file: ChosenFile; delimiter: string; header: boolean }

export function BadRows({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const problem = useProblemText();
  const bad = outcome.result.bad_rows;
  if (!bad.length) return null;
  const save = () => download(t('imported.badFile'), badRowsFile(outcome, t('imported.problem'), problem));
  return (
    <section className="card pad stack" aria-labelledby="bad-rows-title">
      <h3 id="bad-rows-title">{t('imported.badRows', { count: bad.length, shown: number(bad.length) })}</h3>
      <ul className="bad-rows">
        {bad.slice(0, SHOWN).map((row) => (
          <li key={row.row}><span className="num">{t('imported.rowNumber', { row: number(row.row) })}</span><span>{row.problems.map(problem).join(' ')}</span></li>
        ))}
      </ul>
      {bad.length > SHOWN && <p className="muted small">{t('imported.moreBad', { shown: number(bad.length - SHOWN) })}</p>}
      <div><Button small icon="upload" onPress={save}>{t('imported.downloadBad')}</Button></div>
    </section>
  );
}

type Problem = ImportResult['bad_rows'][number]['problems'][number];

function useProblemText(): (problem: Problem) => string {
  const { t } = useTranslation();
  return ({ column, reason }) => (column ? `${t(fieldKeys[column])}: ${t(reasonKeys[reason])}` : t(reasonKeys[reason]));
}

/** The bad rows as they came, headings first if there were any, with what is wrong in a column of its own. */
function badRowsFile({ result, file, delimiter, header }: Outcome, heading: string, text: (problem: Problem) => string): string {
  const all = records(file.text, delimiter);
  const headings = header ? all.find((row) => row.some((cell) => cell.trim())) : undefined;
  const rows = result.bad_rows.map((bad) => [...(all[bad.row - 1] ?? []), bad.problems.map(text).join(' ')]);
  return csvText([...(headings ? [[...headings, heading]] : []), ...rows], delimiter);
}
