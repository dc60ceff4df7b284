import { useTranslation } from 'react-i18next';
import { LinkButton } from '@/components/Button';
import { EmptyState } from '@/components/States';
import { useTitle } from '@/lib/hooks';

export function Component() {
  const { t } = useTranslation();
  useTitle(t('errors.noPage'));
  return <EmptyState isPage title={t('errors.noPage')} action={<LinkButton to="/" look="primary">{t('shell.toHome')}</LinkButton>}>{t('errors.noPageText')}</EmptyState>;
}
