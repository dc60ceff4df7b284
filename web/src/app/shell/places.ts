// The places of the app, who sees them, and in which order. The rail, the phone's bar and the palette read this list.
import type { IconName } from '@/components/Icon';
import type { Session } from '@/lib/me';

export interface Place { path: string; name: 'home' | 'compose' | 'write' | 'inbox' | 'sent' | 'scheduled' | 'announcements' | 'reports' | 'roster' | 'settings'; icon: IconName; isFor: (s: Session) => boolean; /** Pages of another path that one comes to from it. */ holds?: string }

const isStaff = (s: Session) => s.me.roles.some((role) => role === 'admin' || role === 'teacher');
/** PERM-06: staff who may not send write to print. */
export const mayCompose = (s: Session) => s.can('communication') && isStaff(s);
/** PERM-10: staff without any recipient type still write to imported recipients. */
export const maySend = (s: Session) => mayCompose(s) && s.can('send_messages');

/** One sent message opens from Sent and from the reports alike. */
export const maySeeSent = (s: Session) => isStaff(s) && (s.can('communication') || s.can('communication_reports'));
/** PERM-10: without a recipient type and without staff there is nobody to choose, and nobody to group. */
export const choosesKind = { students: ({ me }: Session) => me.recipient_types.length > 0, staff: (s: Session) => s.can('send_to_staff') };
export const choosesAnybody = (s: Session) => choosesKind.students(s) || choosesKind.staff(s);
export const maySeeGroups = (s: Session) => mayCompose(s) && choosesAnybody(s);

/** RCPT-25: families write to their schools, on a page of their own. */
export const mayWrite = (s: Session) => s.can('communication') && s.can('send_messages') && !isStaff(s);

/** PERM-A18: administrators, at View or Edit. */
export const maySeeAnnouncements = (s: Session) => isStaff(s) && s.can('announcements');
/** ANN-01. */
export const mayPost = (s: Session) => isStaff(s) && s.edits('announcements');

const places: readonly Place[] = [
  { path: '/', name: 'home', icon: 'home', isFor: () => true },
  { path: '/compose', name: 'compose', icon: 'compose', isFor: mayCompose, holds: '/groups' },
  { path: '/write', name: 'write', icon: 'compose', isFor: mayWrite },
  { path: '/inbox', name: 'inbox', icon: 'inbox', isFor: (s) => s.can('communication') },
  { path: '/sent', name: 'sent', icon: 'sent', isFor: maySend },
  { path: '/scheduled', name: 'scheduled', icon: 'clock', isFor: maySend },
  { path: '/announcements', name: 'announcements', icon: 'announce', isFor: maySeeAnnouncements },
  { path: '/reports', name: 'reports', icon: 'reports', isFor: (s) => s.can('communication_reports') },
  { path: '/roster', name: 'roster', icon: 'roster', isFor: (s) => s.can('manage_roster') },
  { path: '/settings', name: 'settings', icon: 'settings', isFor: () => true },
];

export const placesFor = (session: Session) => places.filter((place) => place.isFor(session));

export const placeKeys = {
  home: 'places.home', compose: 'places.compose', write: 'places.write', inbox: 'places.inbox', sent: 'places.sent', scheduled: 'places.scheduled', announcements: 'places.announcements', reports: 'places.reports',
  roster: 'places.roster', settings: 'places.settings',
} as const;
