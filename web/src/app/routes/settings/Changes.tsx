import { useTranslation } from 'react-i18next';
import { ChangesTable } from '@/features/settings/components/ChangesTable';
import { useTitle } from '@/lib/hooks';
import { only } from '../../shell/only';
import { SettingsHead } from './SettingsHead';

export const Component = only(({ can }) => can('manage_settings'), 'settings', Changes);

function Changes() {
  const { t } = useTranslation();
  useTitle(t('settings.pages.changes'));
  return <><SettingsHead /><p className="muted">{t('settings.changesText')}</p><ChangesTable /></>;
}
