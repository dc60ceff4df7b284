// More Search Options: everything that is known of a student, or of staff, in one window. What is ticked goes to the
// picker with Done; closing the window in any other way changes nothing (PICK-06, PICK-07).
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { Dialog } from '@/components/Dialog';
import { LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useFormat } from '@/lib/format';
import { gradeName } from '@/lib/grades';
import type { Pick } from '../choice';
import { StaffFilters, StudentFilters, useStaffFilter, useStudentFilter } from './SearchFilters';
import { useStaffSearch, useStudentSearch } from '../api';
import './full-search.css';

interface Props { picked: readonly Pick[]; onDone: (picks: readonly Pick[]) => void; onClose: () => void }
interface Found { data?: { pages: readonly { items: readonly unknown[] }[] }; error: Error | null; isPending: boolean; isFetching: boolean; hasNextPage: boolean; fetchNextPage: () => unknown; refetch: () => unknown }

export function StudentFullSearch(props: Props) {
  const { t } = useTranslation();
  const filter = useStudentFilter();
  const found = useStudentSearch(filter.settled);
  const picks = (found.data?.pages ?? []).flatMap((page) => page.items).map((s): Pick => ({
    kind: 'student', id: s.student_id, name: s.name,
    hint: [s.grade && gradeName(t, s.grade), s.school_name, s.number && t('search.numberOf', { number: s.number })].filter(Boolean).join(' · '),
  }));
  return <Search {...props} title={t('search.students')} found={found} shown={picks} isTyping={filter.isTyping}><StudentFilters {...filter} /></Search>;
}

export function StaffFullSearch(props: Props) {
  const { t } = useTranslation();
  const filter = useStaffFilter();
  const found = useStaffSearch(filter.settled);
  const picks = (found.data?.pages ?? []).flatMap((page) => page.items).map((s): Pick => ({ kind: 'staff', id: s.user_id, name: s.name, hint: s.school_names.join(', ') }));
  return <Search {...props} title={t('search.staff')} found={found} shown={picks} isTyping={filter.isTyping}><StaffFilters {...filter} /></Search>;
}

interface SearchProps extends Props { title: string; found: Found; shown: readonly Pick[]; isTyping: boolean; children: ReactNode }

function Search({ title, found, shown, isTyping, picked, onDone, onClose, children }: SearchProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [ticked, setTicked] = useState(() => new Map(picked.map((p) => [p.id, p])));
  const change = (picks: readonly Pick[], on: boolean) => setTicked((now) => {
    const next = new Map(now);
    picks.forEach((p) => (on ? next.set(p.id, p) : next.delete(p.id)));
    return next;
  });
  return (
    <Dialog wide title={title} isOpen onClose={onClose} actions={(
      <>
        <Button look="primary" onPress={() => onDone([...ticked.values()])}>{t('search.done')}</Button>
        <Button onPress={onClose}>{t('kit.goBack')}</Button>
        <p className="muted small search-chosen" role="status">{t('search.chosen', { count: ticked.size, shown: format.number(ticked.size) })}</p>
      </>
    )}>
      <div className="search-filters">{children}</div>
      <Results found={found} shown={shown} isStale={isTyping || found.isFetching} ticked={ticked} onChange={change} />
    </Dialog>
  );
}

interface ResultsProps { found: Found; shown: readonly Pick[]; isStale: boolean; ticked: ReadonlyMap<string, Pick>; onChange: (picks: readonly Pick[], on: boolean) => void }

function Results({ found, shown, isStale, ticked, onChange }: ResultsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  if (found.error) return <LoadFailed message={errorText(found.error)} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Skeleton lines={5} />;
  if (!shown.length) return <p className="muted" role="status">{isStale ? t('kit.searching') : t('kit.nothingFound')}</p>;
  const on = shown.filter((p) => ticked.has(p.id)).length;
  return (
    <div className={isStale ? 'search-results pick-stale' : 'search-results'} aria-busy={isStale}>
      <div className="search-head">
        <Checkbox isSelected={on === shown.length} isIndeterminate={on > 0 && on < shown.length} onChange={(all) => onChange(shown, all)}>
          {t('search.all', { count: shown.length, shown: format.number(shown.length) })}
        </Checkbox>
      </div>
      <ul className="search-list">
        {shown.map((p) => <li key={p.id}><Checkbox isSelected={ticked.has(p.id)} onChange={(is) => onChange([p], is)} hint={p.hint}>{p.name}</Checkbox></li>)}
      </ul>
      {found.hasNextPage && <div><Button small look="quiet" isPending={isStale} onPress={() => void found.fetchNextPage()}>{t('kit.more')}</Button></div>}
    </div>
  );
}
