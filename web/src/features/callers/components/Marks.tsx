// What a caller ID is, in a few words beside it.
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/Badge';
import type { CallerId } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import type { Row } from '../rows';

const NAMED = 2;

export function Marks({ row }: { row: Row | CallerId }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const names = row.schools.map((id) => me.schools.find((school) => school.school_id === id)?.name ?? t('callers.otherSchool'));
  const schools = names.length > NAMED ? t('callers.someSchools', { count: names.length }) : names.join(', ');
  return (
    <span className="caller-marks">
      {row.district_default && <Badge tone="ok">{t('callers.districtDefault')}</Badge>}
      {row.school_default && <Badge tone="ok">{'default_schools' in row && row.default_schools.length < row.schools.length
        ? t('callers.schoolDefaultOf', { count: row.default_schools.length }) : t('callers.schoolDefault')}</Badge>}
      {row.student_attendance && <Badge tone="brass">{t('callers.attendance')}</Badge>}
      <Badge>{row.public ? schools || t('callers.everySchool') : t('callers.onlyYou')}</Badge>
      {!row.public && schools && <Badge>{schools}</Badge>}
      {'ready' in row && !row.ready && <Badge tone="late">{t('callers.notReady')}</Badge>}
    </span>
  );
}
