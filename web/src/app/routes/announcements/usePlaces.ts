// What follows from the schools that an announcement is for: the limits and calling hours that bind it, and how many they are.
import type { Hours } from '@/features/announcements/leaving';
import { useSession } from '@/lib/me';
import type { AnnouncementDraft } from './draft';

/** With more the author is asked first (ANN-08, A-38). */
const FEW_SCHOOLS = 5;

export function usePlaces({ everywhere, schools }: Pick<AnnouncementDraft, 'everywhere' | 'schools'>) {
  const { me } = useSession();
  const mine = me.schools.filter((each) => each.is_open);
  const meant = everywhere ? mine.map((each) => each.school_id) : schools;
  // One school speaks for itself, several as the district; of the whole district one chose all, whichever they are.
  const only = meant.length === 1 && !(everywhere && me.whole_district) ? me.schools.find((each) => each.school_id === meant[0]) : undefined;
  const settings = only?.settings ?? me.settings;
  const zone = only?.time_zone ?? me.district.time_zone;
  const hours: Hours = { zone, from: settings.call_window_not_before, until: settings.call_window_not_after };
  return { settings, hours, many: meant.length > FEW_SCHOOLS ? meant.length : 0 };
}
