// Saved groups of students and staff.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LinkButton } from '@/components/Button';
import { GroupList } from '@/features/audience/components/GroupList';
import { useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { only } from '../shell/only';
import { choosesKind, maySeeGroups } from '../shell/places';

export const Component = only(maySeeGroups, 'groups', Groups);

function Groups() {
  const { t } = useTranslation();
  const session = useSession();
  useTitle(t('groups.title'));
  return (
    <>
      <nav aria-label={t('shell.back')}><Link to="/compose" className="small">← {t('places.compose')}</Link></nav>
      <header className="page-head">
        <h1>{t('groups.title')}</h1>
        <div className="row push-end">
          {choosesKind.students(session) && <LinkButton small icon="plus" to="/groups/new/students">{t('groups.newStudents')}</LinkButton>}
          {choosesKind.staff(session) && <LinkButton small icon="plus" to="/groups/new/staff">{t('groups.newStaff')}</LinkButton>}
        </div>
      </header>
      <p className="muted">{t('groups.about')}</p>
      <GroupList />
    </>
  );
}
