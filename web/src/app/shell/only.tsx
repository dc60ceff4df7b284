// A page with the right that it needs. Whoever lacks the right reads so, and nothing of the page is asked for.
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/States';
import { useTitle } from '@/lib/hooks';
import { useSession, type Session } from '@/lib/me';

const refusals = {
  compose: { icon: 'compose', title: 'compose.notAllowed', text: 'compose.notAllowedText' },
  inbox: { icon: 'inbox', title: 'inbox.notAllowed', text: 'inbox.notAllowedText' },
  sent: { icon: 'sent', title: 'sent.notAllowed', text: 'sent.notAllowedText' },
  scheduled: { icon: 'clock', title: 'scheduled.notAllowed', text: 'scheduled.notAllowedText' },
  groups: { icon: 'people', title: 'groups.notAllowed', text: 'groups.notAllowedText' },
  reports: { icon: 'reports', title: 'history.notAllowed', text: 'history.notAllowedText' },
  roster: { icon: 'roster', title: 'roster.notAllowed', text: 'roster.notAllowedText' },
  settings: { icon: 'settings', title: 'settings.notAllowed', text: 'settings.notAllowedText' },
} as const;

/** `Page` for those whom `may` lets; for the others the plain sentence of `what`. */
export function only(may: (session: Session) => boolean, what: keyof typeof refusals, Page: ComponentType) {
  return function Only() {
    return may(useSession()) ? <Page /> : <Refused what={what} />;
  };
}

export function Refused({ what }: { what: keyof typeof refusals }) {
  const { t } = useTranslation();
  const { icon, title, text } = refusals[what];
  useTitle(t(title));
  return <EmptyState isPage icon={icon} title={t(title)}>{t(text)}</EmptyState>;
}
