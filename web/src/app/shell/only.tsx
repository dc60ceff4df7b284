// A page with the right that it needs. Whoever lacks the right reads so, and nothing of the page is asked for.
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { EmptyState } from '@/components/States';
import { useTitle } from '@/lib/hooks';
import { useSession, type Session } from '@/lib/me';

const refusals = {
  compose: { icon: 'compose', title: 'compose.notAllowed', text: 'compose.notAllowedText' },
  inbox: { icon: 'inbox', title: 'inbox.notAllowed', text: 'inbox.notAllowedText' },
  sent: { icon: 'sent', title: 'sent.notAllowed', text: 'sent.notAllowedText' },
  scheduled: { icon: 'clock', title: 'scheduled.notAllowed', text: 'scheduled.notAllowedText' },
  announcements: { icon: 'announce', title: 'announcements.notAllowed', text: 'announcements.notAllowedText' },
  groups: { icon: 'people', title: 'groups.notAllowed', text: 'groups.notAllowedText' },
  reports: { icon: 'reports', title: 'history.notAllowed', text: 'history.notAllowedText' },
  roster: { icon: 'roster', title: 'roster.notAllowed', text: 'roster.notAllowedText' },
  settings: { icon: 'settings', title: 'settings.notAllowed', text: 'settings.notAllowedText' },
} as const;

/** Where somebody else does the same: staff compose, families write. */
interface Elsewhere { may: (session: Session) => boolean; path: string }

/** `Page` for those whom `may` lets; the way there for those who do it elsewhere; for the others the plain sentence of `what`. */
export function only(may: (session: Session) => boolean, what: keyof typeof refusals, Page: ComponentType, elsewhere?: Elsewhere) {
  return function Only() {
    const session = useSession();
    if (may(session)) return <Page />;
    return elsewhere?.may(session) ? <Navigate to={elsewhere.path} replace /> : <Refused what={what} />;
  };
}

export function Refused({ what }: { what: keyof typeof refusals }) {
  const { t } = useTranslation();
  const { icon, title, text } = refusals[what];
  useTitle(t(title));
  return <EmptyState isPage icon={icon} title={t(title)}>{t(text)}</EmptyState>;
}
