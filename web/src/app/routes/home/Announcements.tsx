// The announcements on one's portal: staff see those of the school in the header, families those of all their schools (ANN-19).
import { ShownAnnouncements } from '@/features/announcements/components/ShownAnnouncements';
import { useSession } from '@/lib/me';

export default function Announcements() {
  const { me, school } = useSession();
  const isStaff = me.roles.some((role) => role === 'admin' || role === 'teacher');
  return <ShownAnnouncements schoolId={isStaff ? school?.school_id : undefined} />;
}
