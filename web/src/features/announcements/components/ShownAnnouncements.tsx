// The announcements of the district and of the schools, as they stand on one's portal today (ANN-17). Nothing where there are none.
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { SafeHtml } from '@/components/SafeHtml';
import type { ShownAnnouncement } from '@/lib/api/models';
import { useShown } from '../api';
import './shown.css';

const AT_FIRST = 3;

/** `schoolId` is the school that staff look at (ANN-19). */
export function ShownAnnouncements({ schoolId }: { schoolId: string | undefined }) {
  const { t } = useTranslation();
  const all = useShown(schoolId).data?.items ?? [];
  const [showsAll, setShowsAll] = useState(false);
  if (!all.length) return null;
  const shown = showsAll ? all : all.slice(0, AT_FIRST);
  return (
    <section className="stack home-group" aria-labelledby="announcements-title">
      <h2 id="announcements-title">{t('home.announcements')}</h2>
      {shown.map((each) => <One key={each.announcement_id} announcement={each} />)}
      {shown.length < all.length && <div><Button small look="quiet" icon="down" onPress={() => setShowsAll(true)}>{t('home.moreAnnouncements', { count: all.length - shown.length })}</Button></div>}
    </section>
  );
}

function One({ announcement: { announcement_id: id, title, subtitle, html } }: { announcement: ShownAnnouncement }) {
  const { t } = useTranslation();
  const body = useRef<HTMLDivElement>(null);
  const [isLong, setLong] = useState(false);
  const [isOpen, setOpen] = useState(false);
  useLayoutEffect(() => { if (body.current) setLong(body.current.scrollHeight > body.current.clientHeight + 1); }, [html]);
  const titleId = `announcement-${id}`;
  return (
    <article className="card pad shown" aria-labelledby={titleId}>
      <h3 id={titleId}>{title}</h3>
      {subtitle && <p className="muted small">{subtitle}</p>}
      {/* A link that is reached by the keyboard opens what hides it. */}
      {html && <div ref={body} className={isOpen ? 'shown-body' : isLong ? 'shown-body shown-cut shown-long' : 'shown-body shown-cut'} onFocus={() => setOpen(true)}><SafeHtml html={html} /></div>}
      {isLong && <div><Button small look="quiet" icon={isOpen ? 'up' : 'down'} aria-expanded={isOpen} aria-describedby={titleId} onPress={() => setOpen(!isOpen)}>{t(isOpen ? 'home.lessAnnouncement' : 'home.wholeAnnouncement')}</Button></div>}
    </article>
  );
}
