// "To": the recipient type, then whole schools, grades, sections or single students (searched on the server), and
// staff. Whatever is picked, wherever, stands below as one row of removable chips.
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chips } from '@/components/Chips';
import { Segments } from '@/components/Segments';
import { Select } from '@/components/Select';
import { useSession } from '@/lib/me';
import { pickKey, withoutPicks, withPick, type AudienceChoice, type Pick, type PickKind } from '../choice';
import { recipientTypeHint, recipientTypeName } from '@/lib/words';
import { GradePicks, SchoolPicks } from './PlacePicks';
import { SectionSearch, StaffSearch, StudentSearch } from './PeopleSearch';
import './picker.css';

interface Props { choice: AudienceChoice; onChange: (next: AudienceChoice) => void }

export function RecipientPicker({ choice, onChange }: Props) {
  const { t } = useTranslation();
  const { me, can } = useSession();
  const ways = useWays();
  const [way, setWay] = useState<PickKind>(ways[0]?.id ?? 'student');
  const types = me.recipient_types.map((id) => ({ id, name: recipientTypeName(t, id), hint: recipientTypeHint(t, id) }));
  const add = (pick: Pick) => onChange(withPick(choice, pick));
  const remove = (keys: readonly string[]) => onChange(withoutPicks(choice, keys));
  const picked = new Set(choice.picks.map(pickKey));
  const shared = { picked, onPick: add, onRemove: (key: string) => remove([key]) };
  const chips = choice.picks.map((p) => ({ id: pickKey(p), name: chipName(t, p), hint: p.hint }));

  return (
    <div className="picker">
      <div className="picker-top">
        {types.length > 0 && way !== 'staff' && (
          <Select label={t('compose.recipientType')} choices={types} value={choice.recipientType}
            onChange={(recipientType) => onChange({ ...choice, recipientType })} />
        )}
        <Segments label={t('compose.chooseBy')} choices={ways} value={way} onChange={setWay} />
      </div>
      {way === 'school' && <SchoolPicks {...shared} />}
      {way === 'grade' && <GradePicks {...shared} />}
      {way === 'section' && <SectionSearch {...shared} />}
      {way === 'student' && <StudentSearch {...shared} />}
      {way === 'staff' && can('send_to_staff') && <StaffSearch {...shared} />}
      <Chips label={t('compose.chosen')} chips={chips} onRemove={remove} />
    </div>
  );
}

function chipName(t: TFunction, pick: Pick): string {
  if (pick.kind === 'school') return t('compose.allOf', { school: pick.name });
  return pick.kind === 'grade' ? t('compose.grade', { grade: pick.name }) : pick.name;
}

/** PERM-10: without a student recipient type no student picker, without Send to Staff no staff picker. Teachers
 * start from their sections. */
function useWays() {
  const { t } = useTranslation();
  const { me, can } = useSession();
  const isAdmin = me.roles.includes('admin');
  const students = [
    ...(isAdmin ? [{ id: 'school' as const, name: t('compose.ways.school') }, { id: 'grade' as const, name: t('compose.ways.grade') }] : []),
    { id: 'section' as const, name: t('compose.ways.section') },
    { id: 'student' as const, name: t('compose.ways.student') },
  ];
  const staff = [{ id: 'staff' as const, name: t('compose.ways.staff') }];
  return [...(me.recipient_types.length ? students : []), ...(can('send_to_staff') ? staff : [])];
}
