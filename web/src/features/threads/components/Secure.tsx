// What a secure conversation means for an answer (COMP-06, A-31).
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { Notice } from '@/components/States';
import type { Conversation } from '@/lib/api/models';

export function SecureAnswer({ conversation: { secure, unread_there, with: { name } } }: { conversation: Conversation }) {
  const { t } = useTranslation();
  if (!secure) return null;
  if (unread_there) return <Notice tone="warn">{t('inbox.unreadThere', { name })}</Notice>;
  return <p className="secure-mark row tight small"><Icon name="lock" size={16} />{t('inbox.secureAnswer', { name })}</p>;
}
