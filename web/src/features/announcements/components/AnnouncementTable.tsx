// The table of announcements (ANN-21); on a phone each is a card.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Badge } from '@/components/Badge';
import { Button } from '@/components/Button';
import { DataTable, type Column } from '@/components/DataTable';
import type { Announcement } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useSession } from '@/lib/me';
import type { Paged } from '@/lib/paged';
import { recipientTypeName } from '@/lib/words';
import { stateTones, useAnnouncementWords } from '../words';
import { DeleteAnnouncement } from './DeleteAnnouncement';
import { WhatItSends } from './WhatItSends';

interface Props { rows: Paged<Announcement>; empty: React.ReactNode; /** One of them is gone, and the button that was pressed with it. */ onDeleted: () => void }

export function AnnouncementTable({ rows, empty, onDeleted }: Props) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState<Announcement | null>(null);
  const columns = useColumns(setLeaving);
  return (
    <>
      <DataTable name="announcements" caption={t('places.announcements')} columns={columns} rows={rows} rowKey={(each) => each.announcement_id} empty={empty} />
      {leaving && <DeleteAnnouncement announcement={leaving} onClose={() => setLeaving(null)} onDeleted={onDeleted} />}
    </>
  );
}

function useColumns(onDelete: (announcement: Announcement) => void): Column<Announcement>[] {
  const { t } = useTranslation();
  const { day, list, number } = useFormat();
  const words = useAnnouncementWords();
  const { earlier } = useSession();
  return [
    { id: 'title', title: t('announcements.title'), main: true, wide: 'whole', sortBy: (a) => a.title, cell: (a) => <Title announcement={a} /> },
    { id: 'state', title: t('columns.status'), sortBy: (a) => words.state(a.state), cell: (a) => <Badge tone={stateTones[a.state]}>{words.state(a.state)}</Badge> },
    { id: 'start', title: t('announcements.start'), sortBy: (a) => a.start, cell: (a) => <time dateTime={a.start}>{day(a.start)}</time> },
    { id: 'end', title: t('announcements.end'), sortBy: (a) => a.end ?? '9', cell: (a) => (a.end ? <time dateTime={a.end}>{day(a.end)}</time> : t('announcements.noEnd')) },
    { id: 'roles', title: t('announcements.audience'), sortBy: (a) => words.roles(a.roles), cell: (a) => words.roles(a.roles) },
    { id: 'schools', title: t('announcements.schools'), wide: true, sortBy: (a) => words.schools(a.school_ids), cell: (a) => <span title={words.schools(a.school_ids)}>{words.schools(a.school_ids)}</span> },
    { id: 'parts', title: t('columns.parts'), cell: (a) => (a.channels.length || a.problem ? <WhatItSends announcement={a} /> : null) },
    { id: 'grades', title: t('announcements.grades'), hiddenAtFirst: true, cell: (a) => list(a.grades) },
    { id: 'contacts', title: t('announcements.contacts'), hiddenAtFirst: true, cell: (a) => (a.roles.includes('parent') ? recipientTypeName(t, a.student_contacts) : '') },
    { id: 'order', title: t('announcements.order'), hiddenAtFirst: true, numeric: true, sortBy: (a) => a.sort_order ?? Infinity, cell: (a) => (a.sort_order === null ? '' : number(a.sort_order)) },
    { id: 'author', title: t('announcements.postedBy'), hiddenAtFirst: true, sortBy: (a) => a.posted_by.name, cell: (a) => a.posted_by.name },
    { id: 'actions', title: t('announcements.actions'), cell: (a) => (a.editable && earlier === null ? <Delete announcement={a} onDelete={onDelete} /> : null) },
  ];
}

function Title({ announcement }: { announcement: Announcement }) {
  return (
    <div>
      <Link to={`/announcements/${encodeURIComponent(announcement.announcement_id)}`}><strong>{announcement.title}</strong></Link>
      {announcement.snippet && <p className="muted small announcement-excerpt">{announcement.snippet}</p>}
    </div>
  );
}

function Delete({ announcement, onDelete }: { announcement: Announcement; onDelete: (announcement: Announcement) => void }) {
  const { t } = useTranslation();
  return <Button small look="quiet" onPress={() => onDelete(announcement)} aria-label={t('announcements.deleteOf', { title: announcement.title })}>{t('announcements.delete')}</Button>;
}
