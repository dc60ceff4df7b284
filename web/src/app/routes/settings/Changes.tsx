import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/States';
import { ChangesTable } from '@/features/settings/components/ChangesTable';
import { useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { SettingsHead } from './SettingsHead';

export function Component() {
  const { t } = useTranslation();
  const { can } = useSession();
  useTitle(t('settings.pages.changes'));
  if (!can('manage_settings')) return <EmptyState isPage icon="settings" title={t('settings.notAllowed')}>{t('settings.notAllowedText')}</EmptyState>;
  return <><SettingsHead /><p className="muted">{t('settings.changesText')}</p><ChangesTable /></>;
}
