// A quiet lock at what is read after signing in only (COMP-06). In a list the lock alone, which says its word to who cannot see it.
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon';
import './badge.css';

export function SecureMark({ short = false }: { short?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="secure-mark row tight" title={t('inbox.secureHint')}>
      <Icon name="lock" size={short ? 14 : 16} /><span className={short ? 'visually-hidden' : undefined}>{t('marks.secure')}</span>
    </span>
  );
}
