// The fixed vocabulary of announcements as people say it: states, profiles, schools.
import { useTranslation } from 'react-i18next';
import type { Announcement } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useSession } from '@/lib/me';

export type Role = Announcement['roles'][number];
export const roles: readonly Role[] = ['parent', 'student', 'teacher', 'admin'];

const roleKeys = {
  parent: 'announcements.roles.parent', student: 'announcements.roles.student', teacher: 'announcements.roles.teacher', admin: 'announcements.roles.admin',
} as const satisfies Record<Role, string>;
const stateKeys = {
  planned: 'announcements.states.planned', active: 'announcements.states.active', inactive: 'announcements.states.inactive',
} as const satisfies Record<Announcement['state'], string>;
export const stateTones = { planned: 'wait', active: 'ok', inactive: 'mute' } as const;

export function useAnnouncementWords() {
  const { t } = useTranslation();
  const { list } = useFormat();
  const { me } = useSession();
  const role = (one: Role) => t(roleKeys[one]);
  return {
    role,
    state: (state: Announcement['state']) => t(stateKeys[state]),
    roles: (chosen: readonly Role[]) => list(roles.filter((each) => chosen.includes(each)).map(role)),
    /** Those of one's own by name, the others by number; none is the whole district. */
    schools: (ids: readonly string[]) => {
      if (!ids.length) return t('announcements.wholeDistrict');
      const mine = me.schools.filter((each) => ids.includes(each.school_id)).map((each) => each.name);
      const others = ids.length - mine.length;
      return list([...mine, ...(others ? [t('announcements.otherSchools', { count: others })] : [])]);
    },
  };
}
