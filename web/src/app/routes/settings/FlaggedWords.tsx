import { useTranslation } from 'react-i18next';
import { LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useFlaggedWords } from '@/features/settings/api';
import { FlaggedWordsForm } from '@/features/settings/components/FlaggedWordsForm';
import { useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { only } from '../../shell/only';
import { SettingsHead } from './SettingsHead';

export const Component = only(({ can }) => can('manage_settings'), 'settings', FlaggedWordsPage);

function FlaggedWordsPage() {
  const { t } = useTranslation();
  const { edits } = useSession();
  const errorText = useErrorText();
  const list = useFlaggedWords();
  useTitle(t('settings.pages.flagged'));
  return (
    <>
      <SettingsHead />
      {list.isPending && <Skeleton lines={8} />}
      {list.error && !list.data && <LoadFailed message={errorText(list.error)} onRetry={() => void list.refetch()} />}
      {list.data && <FlaggedWordsForm list={list.data.value} tag={list.data.tag} canEdit={edits('manage_settings')} onReload={() => void list.refetch()} />}
    </>
  );
}
