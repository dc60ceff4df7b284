// An announcement, opened: to be changed or deleted, or only seen.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { changeAnnouncement, useAnnouncement } from '@/features/announcements/api';
import { DeleteAnnouncement } from '@/features/announcements/components/DeleteAnnouncement';
import type { AnnouncementWhole } from '@/lib/api/models';
import { useTitle } from '@/lib/hooks';
import { SessionContext, sessionOf, useSession } from '@/lib/me';
import { only } from '../shell/only';
import { maySeeAnnouncements } from '../shell/places';
import { Editor } from './announcements/Editor';
import { View } from './announcements/View';
import { draftOf } from './announcements/draft';
import './compose/compose.css';

export const Component = only(maySeeAnnouncements, 'announcements', Announcement);

function Announcement() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { announcementId = '' } = useParams();
  const found = useAnnouncement(announcementId);
  useTitle(found.data?.value.title ?? t('announcements.change'));
  const reload = () => void found.refetch();
  return (
    <>
      <nav aria-label={t('shell.back')}><Link to="/announcements" className="small">← {t('places.announcements')}</Link></nav>
      {found.isPending && <Skeleton lines={8} />}
      {found.error && !found.data && <LoadFailed message={errorText(found.error)} onRetry={reload} />}
      {found.data && (found.data.value.editable
        ? <Change key={found.data.tag} kept={found.data.value} tag={found.data.tag} onReload={reload} />
        : <View announcement={found.data.value} />)}
    </>
  );
}

function Change({ kept, tag, onReload }: { kept: AnnouncementWhole; tag: string; onReload: () => void }) {
  const session = useSession();
  const [deleting, setDeleting] = useState(false);
  const [isGone, setGone] = useState(false);
  // It is written for the school that its author works for, where that is one's own too.
  const school = session.me.schools.find((each) => each.school_id === kept.school_id) ?? session.school;
  return (
    <SessionContext value={sessionOf(session.me, school, session.setSchool)}>
      <Editor start={draftOf(kept)} kept={kept} isGone={isGone} onReload={onReload} onDelete={() => setDeleting(true)} onSave={(_, body) => changeAnnouncement(kept.announcement_id, tag, body)} />
      {deleting && <DeleteAnnouncement announcement={kept} onClose={() => setDeleting(false)} onDeleted={() => setGone(true)} />}
    </SessionContext>
  );
}
