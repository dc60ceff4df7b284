// A new announcement, from today on, for the school that one works for.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '@/components/States';
import { postAnnouncement } from '@/features/announcements/api';
import { useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { local } from '@/lib/wall-clock';
import { only } from '../shell/only';
import { mayPost } from '../shell/places';
import { Editor } from './announcements/Editor';
import { newAnnouncement } from './announcements/draft';
import './compose/compose.css';

export const Component = only(mayPost, 'announcements', NewAnnouncement);

function NewAnnouncement() {
  const { t } = useTranslation();
  const { me, school, earlier } = useSession();
  // Whoever was writing already keeps what is written.
  const [isWriting, setWriting] = useState(earlier === null);
  if (!isWriting && !earlier) setWriting(true);
  const [today] = useState(() => local(new Date(), me.district.time_zone).day);
  const [start] = useState(() => newAnnouncement(school?.school_id, today));
  useTitle(t('announcements.new'));
  return (
    <>
      <nav aria-label={t('shell.back')}><Link to="/announcements" className="small">← {t('places.announcements')}</Link></nav>
      {isWriting && <Editor start={start} today={today} onSave={postAnnouncement} />}
      {!isWriting && <EmptyState isPage icon="announce" title={t('announcements.new')}>{t('announcements.lookingBack')}</EmptyState>}
    </>
  );
}
