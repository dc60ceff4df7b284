import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib/format';
import { MAX_PAGE_SIZE, parsePageSize, type Paged } from '@/lib/paged';
import { Button } from './Button';

const FEW = 10;

/** Prev, Next, a page number and a page size that can be typed (GRID-01, GRID-02). */
export function Pagination({ rows }: { rows: Pick<Paged<unknown>, 'page' | 'pageSize' | 'total' | 'hasNext' | 'goTo' | 'setPageSize' | 'isReading'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  // What fits on the smallest page has no pages to choose from; a size that was typed can be taken back.
  const isOne = rows.page === 1 && !rows.hasNext && rows.total !== undefined && rows.total <= Math.min(rows.pageSize, FEW);
  const pages = rows.total === undefined ? undefined : Math.max(1, Math.ceil(rows.total / rows.pageSize));
  if (isOne) return null;
  return (
    <nav className="pages" aria-label={t('grid.pages')}>
      <span className="muted small">{rows.total !== undefined && t('grid.rows', { count: rows.total, shown: format.number(rows.total) })}</span>
      <div className="row push-end" style={{ '--gap': '0.5rem' } as React.CSSProperties}>
        <Typed label={t('grid.pageSize', { most: MAX_PAGE_SIZE })} value={rows.pageSize} parse={parsePageSize} onValue={rows.setPageSize} />
        <Button small icon="left" isDisabled={rows.page <= 1} onPress={() => rows.goTo(rows.page - 1)}>{t('grid.prev')}</Button>
        <Typed label={t('grid.page')} value={rows.page} parse={parsePage} onValue={rows.goTo} />
        <span className="muted small nowrap">{pages !== undefined && t('grid.ofPages', { pages: format.number(pages) })}</span>
        <Button small icon="right" isDisabled={!rows.hasNext} isPending={rows.isReading} onPress={() => rows.goTo(rows.page + 1)}>{t('grid.next')}</Button>
      </div>
    </nav>
  );
}

const parsePage = (typed: string) => (/^\d+$/.test(typed.trim()) && Number(typed) > 0 ? Number(typed) : null);

interface TypedProps { label: string; value: number; parse: (typed: string) => number | null; onValue: (value: number) => void }

/** A number that counts when Enter is pressed or the field is left; what cannot be used gives way to the old value. */
function Typed({ label, value, parse, onValue }: TypedProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const settle = () => {
    if (typed === null) return;
    const next = parse(typed);
    setTyped(null);
    if (next !== null && next !== value) onValue(next);
  };
  return (
    <label className="pages-typed">
      <span className="muted small">{label}</span>
      <input className="field-input" inputMode="numeric" value={typed ?? value} onChange={(e) => setTyped(e.target.value)}
        onBlur={settle} onKeyDown={(e) => e.key === 'Enter' && settle()} />
    </label>
  );
}
