// The announcements of one's schools, the newest first day first; which are shown stands in the address.
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button, LinkButton } from '@/components/Button';
import { EmptyState, Notice } from '@/components/States';
import { useAnnouncements, type ListFilter } from '@/features/announcements/api';
import { AnnouncementTable } from '@/features/announcements/components/AnnouncementTable';
import { ListFilters } from '@/features/announcements/components/ListFilters';
import { useSettled, useTakesFocus, useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { only } from '../shell/only';
import { mayPost, maySeeAnnouncements } from '../shell/places';

export const Component = only(maySeeAnnouncements, 'announcements', Announcements);

const TYPING_MS = 250;

function Announcements() {
  const { t } = useTranslation();
  const session = useSession();
  const [filter, change] = useFilter();
  const rows = useAnnouncements({ ...filter, q: useSettled(filter.q.trim(), TYPING_MS) });
  const posts = mayPost(session) && session.earlier === null;
  // The row that was deleted takes its button along, which had the focus.
  const heading = useRef<HTMLHeadingElement>(null);
  const [deleted, setDeleted] = useState(0);
  useTakesFocus(heading, deleted);
  useTitle(t('places.announcements'));
  return (
    <>
      <header className="page-head">
        <div><h1 ref={heading} tabIndex={-1}>{t('places.announcements')}</h1><p className="muted">{t('announcements.about')}</p></div>
        {posts && <div className="push-end"><LinkButton to="/announcements/new" look="send" icon="plus">{t('announcements.new')}</LinkButton></div>}
      </header>
      {session.earlier && <Notice>{t('announcements.ofToday')}</Notice>}
      <ListFilters filter={filter} onChange={change} />
      <AnnouncementTable rows={rows} onDeleted={() => setDeleted((n) => n + 1)} empty={<Empty filter={filter} posts={posts} onChange={change} />} />
    </>
  );
}

/** None at all, or none of those looked for: what to do first. */
function Empty({ filter: { q, inactive, allSchools }, posts, onChange }: { filter: ListFilter; posts: boolean; onChange: (part: Partial<ListFilter>) => void }) {
  const { t } = useTranslation();
  const showsAll = inactive && allSchools;
  const all = !showsAll && <Button onPress={() => onChange({ inactive: true, allSchools: true })}>{t('announcements.showAll')}</Button>;
  if (q.trim()) return <EmptyState icon="search" title={t('announcements.noneFound')} action={all}>{showsAll ? t('announcements.otherWords') : t('announcements.hidden')}</EmptyState>;
  const first = posts && <LinkButton to="/announcements/new" icon="plus">{t('announcements.new')}</LinkButton>;
  return (
    <EmptyState icon="announce" title={t('announcements.none')} action={<div className="row">{first}{all}</div>}>
      {posts ? t('announcements.noneText') : t('announcements.nonePosted')} {!showsAll && t('announcements.hidden')}
    </EmptyState>
  );
}

function useFilter() {
  const [address, setAddress] = useSearchParams();
  const filter: ListFilter = { q: address.get('q') ?? '', inactive: address.has('inactive'), allSchools: address.has('all') };
  const change = (part: Partial<ListFilter>) => {
    const { q, inactive, allSchools } = { ...filter, ...part };
    setAddress({ ...(q && { q }), ...(inactive && { inactive: '1' }), ...(allSchools && { all: '1' }) }, { replace: true });
  };
  return [filter, change] as const;
}
