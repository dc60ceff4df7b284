// Beside the letter of who may write and print, and not send (PERM-06), or looks at an earlier school year (COMP-34).
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { useSession } from '@/lib/me';

export function PrintOnly({ onPreview, onDiscard }: { onPreview: () => void; onDiscard?: () => void }) {
  const { t } = useTranslation();
  const { earlier } = useSession();
  return (
    <section className="before card" aria-labelledby="before-title">
      <h2 id="before-title">{t('print.title')}</h2>
      <p className="muted">{earlier ? t('inbox.whyNot.lookingBack') : t('print.only')}</p>
      <div className="before-actions">
        <Button look="primary" icon="print" wide onPress={onPreview}>{t('print.preview')}</Button>
        {onDiscard && <Button look="quiet" wide onPress={onDiscard}>{t('compose.discard')}</Button>}
      </div>
    </section>
  );
}
