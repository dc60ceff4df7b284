// For whom messages are not switched on: says so, and whom to ask.
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/States';
import { useSession } from '@/lib/me';

export default function NoMessages() {
  const { t } = useTranslation();
  const isStaff = useSession().me.roles.some((role) => role === 'admin' || role === 'teacher');
  return <EmptyState icon="inbox" title={t('home.off')}>{isStaff ? t('home.askDistrict') : t('home.askSchool')}</EmptyState>;
}
