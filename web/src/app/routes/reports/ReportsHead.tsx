// The head of each page of Reports, and the way between them.
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useSession, type Session } from '@/lib/me';
import '../settings.css';

/** An administrator's report, about their schools. */
export const seesContactability = ({ me, can }: Session) => can('communication_reports') && me.roles.includes('admin') && me.schools.length > 0;

export function ReportsHead({ title, text }: { title: string; text: string }) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <header className="page-head settings-head">
      <div><h1>{title}</h1><p className="muted">{text}</p></div>
      {seesContactability(session) && (
        <nav aria-label={t('places.reports')} className="settings-nav">
          <NavLink to="/reports" end>{t('history.title')}</NavLink>
          <NavLink to="/reports/contactability">{t('contactability.title')}</NavLink>
        </nav>
      )}
    </header>
  );
}
