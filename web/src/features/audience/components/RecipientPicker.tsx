// "To": the recipient type, then whole schools, grades, sections or single students (searched on the server), and
// staff. Whatever is picked, wherever, stands below as one row of removable chips.
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Chips } from '@/components/Chips';
import { Segments } from '@/components/Segments';
import { Select } from '@/components/Select';
import { Notice } from '@/components/States';
import { gradeName } from '@/lib/grades';
import { useSession } from '@/lib/me';
import { asGranted, isStaffKind, pickKey, withoutPicks, withPick, withPicksOf, type AudienceChoice, type Pick, type PickKind } from '../choice';
import { recipientTypeHint, recipientTypeName } from '@/lib/words';
import { useGroupsOf } from '../groups';
import { ImportedRecipients } from '../imported/ImportedRecipients';
import { StaffFullSearch, StudentFullSearch } from './FullSearch';
import { GroupPicks } from './GroupPicks';
import { GradePicks, SchoolPicks } from './PlacePicks';
import { SectionSearch, StaffSearch, StudentSearch } from './PeopleSearch';
import { SaveGroups } from './SaveGroup';
import './picker.css';

interface Props { choice: AudienceChoice; onChange: (next: AudienceChoice) => void }

export function RecipientPicker({ choice, onChange }: Props) {
  const { t } = useTranslation();
  const { me, can } = useSession();
  const ways = useWays();
  const [wanted, setWay] = useState<PickKind>(ways[0]?.id ?? 'student');
  const way = ways.some((w) => w.id === wanted) ? wanted : ways[0]?.id;
  const [isSearching, setSearching] = useState(false);
  const types = me.recipient_types.map((id) => ({ id, name: recipientTypeName(t, id), hint: recipientTypeHint(t, id) }));
  const type = asGranted(choice, me.recipient_types).recipientType;
  const add = (pick: Pick) => onChange(withPick(choice, pick));
  const remove = (keys: readonly string[]) => onChange(withoutPicks(choice, keys));
  const picked = new Set(choice.picks.map(pickKey));
  const shared = { picked, onPick: add, onRemove: (key: string) => remove([key]) };
  const chips = choice.picks.map((p) => ({ id: pickKey(p), name: chipName(t, p), hint: p.hint }));
  const searched = (kind: PickKind) => ({
    picked: choice.picks.filter((p) => p.kind === kind), onClose: () => setSearching(false),
    onDone: (picks: readonly Pick[]) => { onChange(withPicksOf(choice, kind, picks)); setSearching(false); },
  });

  return (
    <div className="picker">
      {choice.recipientType && !type && <Notice tone="warn" live>{t('compose.typeLost', { type: recipientTypeName(t, choice.recipientType) })}</Notice>}
      <div className="picker-top">
        {types.length > 0 && way && !isStaffKind(way) && (
          <Select label={t('compose.recipientType')} choices={types} value={type}
            onChange={(recipientType) => onChange({ ...choice, recipientType })} />
        )}
        {way && <Segments label={t('compose.chooseBy')} choices={ways} value={way} onChange={setWay} />}
      </div>
      {way === 'school' && <SchoolPicks {...shared} />}
      {way === 'grade' && <GradePicks {...shared} />}
      {way === 'section' && <SectionSearch {...shared} />}
      {way === 'student' && <StudentSearch {...shared} />}
      {way === 'staff' && can('send_to_staff') && <StaffSearch {...shared} />}
      {(way === 'studentGroup' || way === 'staffGroup') && <GroupPicks {...shared} kind={way} />}
      {(way === 'student' || way === 'staff') && (
        <div><Button small look="quiet" icon="search" onPress={() => setSearching(true)}>{t('search.more')}</Button></div>
      )}
      {isSearching && way === 'student' && <StudentFullSearch {...searched(way)} />}
      {isSearching && way === 'staff' && <StaffFullSearch {...searched(way)} />}
      <Chips label={t('compose.chosen')} chips={chips} onRemove={remove} />
      <SaveGroups choice={choice} />
      {can('send_messages') && <ImportedRecipients choice={choice.imported} onChoice={(imported) => onChange({ ...choice, imported })} />}
    </div>
  );
}

function chipName(t: TFunction, pick: Pick): string {
  if (pick.kind === 'school') return t('compose.allOf', { school: pick.name });
  return pick.kind === 'grade' ? gradeName(t, pick.name) : pick.name;
}

/** PERM-10: without a student recipient type no student picker, without Send to Staff no staff picker. Teachers
 * start from their sections. Groups are offered when there are any (PICK-04, PICK-05). */
function useWays() {
  const { t } = useTranslation();
  const { me, can } = useSession();
  const hasStudentGroups = useGroupsOf('students').length > 0;
  const hasStaffGroups = useGroupsOf('staff').length > 0;
  const isAdmin = me.roles.includes('admin');
  const students = [
    ...(isAdmin ? [{ id: 'school' as const, name: t('compose.ways.school') }, { id: 'grade' as const, name: t('compose.ways.grade') }] : []),
    { id: 'section' as const, name: t('compose.ways.section') },
    { id: 'student' as const, name: t('compose.ways.student') },
    ...(hasStudentGroups ? [{ id: 'studentGroup' as const, name: t('compose.ways.studentGroup') }] : []),
  ];
  const staff = [
    { id: 'staff' as const, name: t('compose.ways.staff') },
    ...(hasStaffGroups ? [{ id: 'staffGroup' as const, name: t('compose.ways.staffGroup') }] : []),
  ];
  return [...(me.recipient_types.length ? students : []), ...(can('send_to_staff') ? staff : [])];
}
