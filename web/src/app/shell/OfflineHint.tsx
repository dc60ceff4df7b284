import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { useOnline } from '@/lib/hooks';

export function OfflineHint() {
  const { t } = useTranslation();
  const online = useOnline();
  return <div role="status">{!online && <p className="offline"><Icon name="offline" size={18} />{t('shell.offline')}</p>}</div>;
}
