// The table of GRID: sortable heads, columns that can be hidden (remembered per table in this browser), typed page
// number and page size. On a phone each row is a card. Rows come from lib/paged, which reads on when a sort needs all.
import {
  columnVisibilityFeature, createSortedRowModel, rowSortingFeature, tableFeatures, useTable,
  type ColumnDef, type SortingState,
} from '@tanstack/react-table';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { stored } from '@/lib/appearance';
import { useMedia } from '@/lib/hooks';
import { READ_AT_MOST, type Paged } from '@/lib/paged';
import { ColumnToggle } from './ColumnToggle';
import { Icon } from './Icon';
import { Pagination } from './Pagination';
import { ScrollBox } from './ScrollBox';
import { ProgressBar } from './Progress';
import { LoadFailed, Notice, Skeleton } from './States';
import { useErrorText } from './errors';
import './data-table.css';

export interface Column<T> {
  id: string;
  title: string;
  cell: (row: T) => ReactNode;
  /** What a sort compares; without it the head does not sort. */
  sortBy?: (row: T) => string | number;
  numeric?: boolean;
  /** Always shown, and the heading of the card on a phone. */
  main?: boolean;
  /** Takes the room that is left, cutting text after two lines; `whole` shows all of it. */
  wide?: boolean | 'whole';
  /** Names: broken between words only. */
  words?: boolean;
  /** Not shown until somebody asks for it: it has nothing to tell in these rows. */
  hiddenAtFirst?: boolean;
}

interface Props<T> {
  /** Under this name the hidden columns are remembered. */
  name: string;
  caption: string;
  columns: readonly Column<T>[];
  rows: Paged<T>;
  rowKey: (row: T) => string;
  empty: ReactNode;
  tools?: ReactNode;
}

const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature, sortedRowModel: createSortedRowModel() });

export function DataTable<T extends object>({ name, caption, columns, rows, rowKey, empty, tools }: Props<T>) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const isPhone = useMedia('(max-width: 760px)');
  const [chosen, setChosen] = useHidden(name);
  const shownColumns = Object.fromEntries(columns.map((c) => [c.id, chosen[c.id] ?? !c.hiddenAtFirst]));
  const [sorting, setSorting] = useState<SortingState>([]);
  const [tooMany, setTooMany] = useState(false);
  const defs = useMemo(() => columns.map(toDef), [columns]);
  const data = sorting.length ? rows.all : rows.rows;
  const table = useTable({
    features, columns: defs, data,
    state: { columnVisibility: shownColumns, sorting },
    onSortingChange: setSorting,
    enableSortingRemoval: false, enableMultiSort: false,
  });

  const sort = async (id: string) => {
    setTooMany(false);
    const complete = rows.isComplete || (await rows.readAll());
    if (!complete) { setTooMany(true); return; }
    setSorting((now) => [{ id, desc: now[0]?.id === id ? !now[0].desc : false }]);
  };

  if (rows.error) return <LoadFailed message={errorText(rows.error)} onRetry={rows.refetch} />;
  if (rows.isPending || (!rows.all.length && !rows.isComplete)) return <Skeleton lines={6} />;
  if (!rows.all.length) return <>{empty}</>;

  const models = table.getRowModel().rows;
  const shown = sorting.length ? models.slice((rows.page - 1) * rows.pageSize, rows.page * rows.pageSize) : models;
  const visible = columns.filter((c) => shownColumns[c.id]);

  return (
    <div className="grid">
      <div className="grid-tools">
        {tools}
        <ColumnToggle columns={columns} shown={shownColumns} onChange={(id, on) => setChosen((now) => ({ ...now, [id]: on }))} />
      </div>
      {rows.isReading && <ProgressBar label={t('grid.reading')} value={rows.total ? rows.all.length / rows.total : undefined} />}
      {tooMany && <Notice tone="warn" live>{t('grid.tooMany', { count: READ_AT_MOST })}</Notice>}
      {isPhone
        ? <Cards rows={shown.map((r) => r.original)} columns={visible} rowKey={rowKey} caption={caption} />
        : (
          <ScrollBox className="grid-scroll" label={caption}>
            <table className="grid-table">
              <caption className="visually-hidden">{caption}</caption>
              <thead>
                <tr>{visible.map((c) => <Head key={c.id} column={c} sorting={sorting} onSort={() => void sort(c.id)} />)}</tr>
              </thead>
              <tbody>
                {shown.map((model) => (
                  <tr key={rowKey(model.original)}>
                    {visible.map((c) => <td key={c.id} className={cellClass(c)}>{c.cell(model.original)}</td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
        )}
      <Pagination rows={rows} />
    </div>
  );
}

function toDef<T extends object>(column: Column<T>): ColumnDef<typeof features, T> {
  const sortBy = column.sortBy;
  if (!sortBy) return { id: column.id, header: column.title, enableSorting: false };
  return {
    id: column.id, header: column.title, accessorFn: sortBy,
    sortFn: (a, b, id) => compare(a.getValue<string | number>(id), b.getValue<string | number>(id)),
  };
}

export function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true, sensitivity: 'base' });
}

const cellClass = (c: Pick<Column<never>, 'numeric' | 'wide' | 'words'>) => (c.numeric ? 'num end' : c.wide === 'whole' ? 'wide whole' : c.wide ? 'wide' : c.words ? 'text words' : 'text');

function Head<T>({ column, sorting, onSort }: { column: Column<T>; sorting: SortingState; onSort: () => void }) {
  const now = sorting[0]?.id === column.id ? sorting[0] : undefined;
  const order = now ? (now.desc ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" aria-sort={order} className={cellClass(column)}>
      {column.sortBy
        ? <button type="button" className="head-sort" onClick={onSort}>{column.title}{now && <Icon name={now.desc ? 'down' : 'up'} size={14} />}</button>
        : column.title}
    </th>
  );
}

function Cards<T>({ rows, columns, rowKey, caption }: { rows: T[]; columns: Column<T>[]; rowKey: (row: T) => string; caption: string }) {
  const main = columns.filter((c) => c.main);
  const rest = columns.filter((c) => !c.main);
  return (
    <ul className="grid-cards" aria-label={caption}>
      {rows.map((row) => (
        <li key={rowKey(row)} className="card grid-card">
          <div className="grid-card-main">{main.map((c) => <div key={c.id}>{c.cell(row)}</div>)}</div>
          <dl>{rest.map((c) => ({ ...c, shown: c.cell(row) })).filter((c) => !isBlank(c.shown)).map((c) => <div key={c.id} className="grid-card-line"><dt>{c.title}</dt><dd>{c.shown}</dd></div>)}</dl>
        </li>
      ))}
    </ul>
  );
}

/** A card leaves out the lines that have nothing to say. */
const isBlank = (shown: ReactNode) => shown === null || shown === undefined || shown === '';

type Hidden = Record<string, boolean>;

function useHidden(name: string) {
  const key = `carillon.columns.${name}`;
  const [hidden, setHidden] = useState<Hidden>(() => JSON.parse(stored(key) ?? '{}') as Hidden);
  useEffect(() => {
    try {
      localStorage.setItem(key, JSON.stringify(hidden));
    } catch {
      // Not remembered: storage is closed to us.
    }
  }, [key, hidden]);
  return [hidden, setHidden] as const;
}
