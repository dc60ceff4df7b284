// What is read after signing in only: a quiet lock at the message, and what it means for an answer (COMP-06, A-31).
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { Notice } from '@/components/States';
import type { Conversation } from '@/lib/api/models';

/** In a list the lock alone, which says its word to who cannot see it. */
export function SecureMark({ short = false }: { short?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="secure-mark row tight" title={t('inbox.secureHint')}>
      <Icon name="lock" size={short ? 14 : 16} /><span className={short ? 'visually-hidden' : undefined}>{t('marks.secure')}</span>
    </span>
  );
}

export function SecureAnswer({ conversation: { secure, unread_there, with: { name } } }: { conversation: Conversation }) {
  const { t } = useTranslation();
  if (!secure) return null;
  if (unread_there) return <Notice tone="warn">{t('inbox.unreadThere', { name })}</Notice>;
  return <p className="secure-mark row tight small"><Icon name="lock" size={16} />{t('inbox.secureAnswer', { name })}</p>;
}
