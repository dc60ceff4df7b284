// The schools of the district, and what each of them decides for itself.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/Badge';
import { Button } from '@/components/Button';
import { Drawer } from '@/components/Dialog';
import { LeaveGuard, LeaveQuestion } from '@/components/LeaveGuard';
import { EmptyState, LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useDistrictSettings, useSchools, useSchoolSettings } from '@/features/settings/api';
import { SchoolForm } from '@/features/settings/components/SchoolForm';
import type { SchoolSettings } from '@/lib/api/models';
import { useFormat, zoneName } from '@/lib/format';
import { useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { only } from '../../shell/only';
import { SettingsHead } from './SettingsHead';

export const Component = only(({ can }) => can('manage_settings'), 'settings', Schools);

function Schools() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const schools = useSchools();
  const [opened, setOpened] = useState<SchoolSettings | null>(null);
  const [dirty, setDirty] = useState(false);
  const [leaving, setLeaving] = useState(false);
  useTitle(t('settings.pages.schools'));
  const close = () => { setOpened(null); setDirty(false); setLeaving(false); };
  return (
    <>
      <LeaveGuard active={dirty} />
      <SettingsHead />
      {schools.isPending && <Skeleton lines={5} />}
      {schools.error && !schools.data && <LoadFailed message={errorText(schools.error)} onRetry={() => void schools.refetch()} />}
      {schools.data?.items.length === 0 && <EmptyState icon="school" title={t('settings.noSchools')}>{t('settings.noSchoolsText')}</EmptyState>}
      {Boolean(schools.data?.items.length) && (
        <ul className="settings-schools card">
          {schools.data?.items.map((school) => <SchoolLine key={school.school_id} school={school} onEdit={() => setOpened(school)} />)}
        </ul>
      )}
      {leaving && <LeaveQuestion onLeave={close} onStay={() => setLeaving(false)} />}
      <Drawer title={opened?.name ?? ''} isOpen={opened !== null} onClose={() => (dirty ? setLeaving(true) : close())}>{opened && <Opened schoolId={opened.school_id} onDirty={setDirty} />}</Drawer>
    </>
  );
}

function SchoolLine({ school, onEdit }: { school: SchoolSettings; onEdit: () => void }) {
  const { t, i18n } = useTranslation();
  const { number } = useFormat();
  const { can, edits } = useSession();
  const own = Object.values(school.preferences).filter((value) => value !== null).length;
  const facts = [
    t('settings.students', { count: school.students, shown: number(school.students) }),
    school.time_zone && zoneName(i18n.language, school.time_zone),
    school.first_year && (school.last_year ? t('settings.years', { first: school.first_year, last: school.last_year }) : t('settings.yearsFrom', { first: school.first_year })),
    !school.first_year && school.last_year && t('settings.yearsUntil', { last: school.last_year }),
    own > 0 && t('settings.ownCount', { count: own }),
  ].filter(Boolean).join(' · ');
  return (
    <li>
      <div><strong>{school.name}</strong>{can('exclude_schools') && school.excluded && <> <Badge tone="late">{t('settings.isExcluded')}</Badge></>}
        <p className="muted small">{facts}</p></div>
      <Button small aria-label={t('settings.editSchool', { school: school.name })} onPress={onEdit}>{edits('manage_settings') ? t('settings.edit') : t('settings.see')}</Button>
    </li>
  );
}

function Opened({ schoolId, onDirty }: { schoolId: string; onDirty: (dirty: boolean) => void }) {
  const errorText = useErrorText();
  const { edits } = useSession();
  const school = useSchoolSettings(schoolId);
  const district = useDistrictSettings();
  const error = school.error ?? district.error;
  const again = () => { void school.refetch(); void district.refetch(); };
  if (error && !(school.data && district.data)) return <LoadFailed message={errorText(error)} onRetry={again} />;
  if (!school.data || !district.data) return <Skeleton lines={8} />;
  const canEdit = edits('manage_settings');
  return (
    <SchoolForm school={school.data.value} district={district.data.value.in_effect} tag={school.data.tag} canEdit={canEdit} canExclude={canEdit && edits('exclude_schools')}
      onDirty={onDirty} onReload={again} />
  );
}
