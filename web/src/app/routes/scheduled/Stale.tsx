import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Notice } from '@/components/States';

export function Stale({ onReload }: { onReload: () => void }) {
  const { t } = useTranslation();
  return (
    <Notice tone="warn" live takesFocus title={t('scheduled.stale')}>
      <p>{t('scheduled.staleText')}</p><Button small onPress={onReload}>{t('scheduled.reload')}</Button>
    </Notice>
  );
}
