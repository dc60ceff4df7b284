// Something in a page broke. The rest of the app goes on; what was typed is kept in the tab.
import { useTranslation } from 'react-i18next';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { Button, LinkButton } from '@/components/Button';
import { EmptyState } from '@/components/States';

export function PageError() {
  const { t } = useTranslation();
  const error = useRouteError();
  const missing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <div role="alert">
      <EmptyState isPage icon="warn" title={missing ? t('errors.noPage') : t('errors.pageBroke')}
        action={<><Button icon="refresh" onPress={() => location.reload()}>{t('errors.reload')}</Button><LinkButton to="/" reloadDocument look="quiet">{t('shell.toHome')}</LinkButton></>}>
        {missing ? t('errors.noPageText') : t('errors.pageBrokeText')}
      </EmptyState>
    </div>
  );
}
