// Why it was not posted, where no single field is to blame; and the way on.
import { useTranslation } from 'react-i18next';
import { Button, LinkButton } from '@/components/Button';
import { Notice } from '@/components/States';
import type { useSaving } from '@/features/announcements/saving';

interface Props { saving: ReturnType<typeof useSaving>; onReload?: () => void; onNew: () => void }

export function Troubles({ saving: { problem, isStale, isPosted }, onReload, onNew }: Props) {
  const { t } = useTranslation();
  if (isPosted) {
    return (
      <Notice tone="warn" live takesFocus title={t('announcements.already')}>
        <p>{t('announcements.alreadyText')}</p>
        <div className="row"><LinkButton small to="/announcements?all=1">{t('announcements.see')}</LinkButton><Button small look="quiet" onPress={onNew}>{t('announcements.asNew')}</Button></div>
      </Notice>
    );
  }
  if (isStale) {
    return (
      <Notice tone="warn" live takesFocus title={t('announcements.stale')}>
        <p>{t('announcements.staleText')}</p><Button small onPress={onReload}>{t('announcements.reload')}</Button>
      </Notice>
    );
  }
  return problem ? <Notice tone="bad" live takesFocus title={t('announcements.notPosted')}>{problem}</Notice> : null;
}
