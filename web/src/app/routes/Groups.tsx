// Saved groups of students and staff.
import { useTranslation } from 'react-i18next';
import { LinkButton } from '@/components/Button';
import { GroupList } from '@/features/audience/components/GroupList';
import { useTitle } from '@/lib/hooks';

export function Component() {
  const { t } = useTranslation();
  useTitle(t('groups.title'));
  return (
    <>
      <header className="page-head">
        <h1>{t('groups.title')}</h1>
        <div className="row push-end">
          <LinkButton small icon="plus" to="/groups/new/students">{t('groups.newStudents')}</LinkButton>
          <LinkButton small icon="plus" to="/groups/new/staff">{t('groups.newStaff')}</LinkButton>
        </div>
      </header>
      <p className="muted">{t('groups.about')}</p>
      <GroupList />
    </>
  );
}
