import { useTranslation } from 'react-i18next';
import { LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useDistrictSettings } from '@/features/settings/api';
import { DistrictForm } from '@/features/settings/components/DistrictForm';
import { LineStatus } from '@/features/settings/components/LineStatus';
import { useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { only } from '../../shell/only';
import { SettingsHead } from './SettingsHead';

export const Component = only(({ can }) => can('manage_settings'), 'settings', District);

function District() {
  const { t } = useTranslation();
  const { edits } = useSession();
  const errorText = useErrorText();
  const settings = useDistrictSettings();
  useTitle(t('settings.pages.district'));
  return (
    <>
      <SettingsHead />
      {settings.isPending && <Skeleton lines={8} />}
      {settings.error && !settings.data && <LoadFailed message={errorText(settings.error)} onRetry={() => void settings.refetch()} />}
      {settings.data && <DistrictForm settings={settings.data.value} tag={settings.data.tag} canEdit={edits('manage_settings')} onReload={() => void settings.refetch()} />}
      <LineStatus canEdit={edits('manage_settings') && settings.data !== undefined} />
    </>
  );
}
