// The signed-in person: name, rights, schools, and which of the schools the session is set to.
import { createContext, use } from 'react';
import type { Me } from './api/models';
import { earlierYear, schoolYear } from './school-year';

export type Permission = 'communication' | 'send_messages' | 'send_as_priority' | 'send_to_staff' | 'push' | 'send_sms' | 'phone_calls'
  | 'emergency_calls' | 'communication_reports' | 'reports_view_all_users' | 'manage_roster'
  | 'send_from_district' | 'send_from_school' | 'manage_settings' | 'exclude_schools' | 'flag_messages' | 'edit_contact_settings' | 'caller_id_numbers'
  | 'announcements' | 'announcements_send_emails' | 'announcements_send_sms' | 'announcements_send_calls';

export interface Session {
  me: Me;
  /** The school the session is set to. */
  school: Me['schools'][number] | null;
  setSchool: (schoolId: string) => void;
  /** At View or Edit, and with effect at the session's school. */
  can: (permission: Permission) => boolean;
  edits: (permission: Permission) => boolean;
  /** What binds while working for the session's school. */
  settings: Me['settings'];
  /** The earlier school year that is looked at, by the year in which it begins: nothing can be sent in it. */
  earlier: string | null;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession is for pages behind the sign-in');
  return session;
}

/** The district's time zone; the browser's own before anybody has signed in. */
export function useZone(): string {
  return use(SessionContext)?.me.district.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** In which what is scheduled is meant: that of the school one works for, the district's without one. */
export function useSchoolZone(): string {
  const { me, school } = useSession();
  return school?.time_zone ?? me.time_zone;
}

export const holds = (me: Me, permission: Permission, school: Session['school'] = null) => (
  me.permissions[permission] !== undefined && !school?.withheld.includes(permission)
);

/** `year` is the school year that was chosen; an earlier one is looked back at. */
export function sessionOf(me: Me, school: Session['school'], setSchool: Session['setSchool'], year = schoolYear.chosen): Session {
  const can = (permission: Permission) => holds(me, permission, school);
  return { me, school, setSchool, can, edits: (permission) => can(permission) && me.permissions[permission] === 'edit', settings: school?.settings ?? me.settings, earlier: earlierYear(me, year) };
}
