// The head of each page of Settings, and the way between them.
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useSession, type Session } from '@/lib/me';
import '../settings.css';

/** The list holds the addresses of all schools. */
export const seesStopped = (session: Session) => session.can('edit_contact_settings') && session.me.whole_district;

const pages = [
  { path: '/settings', title: 'settings.pages.you', isFor: () => true },
  { path: '/settings/district', title: 'settings.pages.district', isFor: (s: Session) => s.can('manage_settings') },
  { path: '/settings/schools', title: 'settings.pages.schools', isFor: (s: Session) => s.can('manage_settings') },
  { path: '/settings/contacts', title: 'settings.pages.contacts', isFor: (s: Session) => s.can('edit_contact_settings') },
  { path: '/settings/do-not-contact', title: 'settings.pages.stopped', isFor: seesStopped },
  { path: '/settings/caller-ids', title: 'settings.pages.callers', isFor: (s: Session) => s.can('caller_id_numbers') },
  { path: '/settings/flagged-words', title: 'settings.pages.flagged', isFor: (s: Session) => s.can('manage_settings') },
  { path: '/settings/changes', title: 'settings.pages.changes', isFor: (s: Session) => s.can('manage_settings') },
] as const;

/** On a phone the row scrolls sideways: the page that is open is in sight. */
const showCurrent = (nav: HTMLElement | null) => {
  const link = nav?.querySelector<HTMLElement>('[aria-current]');
  if (nav && link) nav.scrollLeft = link.offsetLeft - nav.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2;
};

export function SettingsHead() {
  const { t } = useTranslation();
  const session = useSession();
  const shown = pages.filter((page) => page.isFor(session));
  return (
    <header className="page-head settings-head">
      <h1>{t('places.settings')}</h1>
      {shown.length > 1 && (
        <nav aria-label={t('settings.pages.label')} className="settings-nav" ref={showCurrent}>
          {shown.map((page) => <NavLink key={page.path} to={page.path} end>{t(page.title)}</NavLink>)}
        </nav>
      )}
    </header>
  );
}
