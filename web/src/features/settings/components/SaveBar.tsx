// What stands under a form of settings: Save, Undo, and why it could not be saved.
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { ApiError, isKind } from '@/lib/api/problem';

interface Props { dirty: boolean; busy: boolean; error: unknown; onSave: () => void; onUndo: () => void; onReload: () => void }

export function SaveBar({ dirty, busy, error, onSave, onUndo, onReload }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const stale = isKind(error, 'stale');
  return (
    <div className="save-bar stack">
      {stale && (
        <Notice tone="warn" live title={t('settings.staleTitle')}>
          <p>{t('settings.staleText')}</p><Button small onPress={onReload}>{t('settings.reload')}</Button>
        </Notice>
      )}
      {Boolean(error) && !stale && <Notice tone="bad" live title={t('settings.notSaved')}>{errorText(error)}</Notice>}
      <div className="row">
        <Button look="primary" icon="check" isPending={busy} isDisabled={!dirty} onPress={onSave}>{busy ? t('settings.saving') : t('settings.save')}</Button>
        <Button look="quiet" isDisabled={!dirty || busy} onPress={onUndo}>{t('settings.undo')}</Button>
        {dirty && !busy && <span className="muted small" role="status">{t('settings.changed')}</span>}
      </div>
    </div>
  );
}

/** The server's sentence for a field, by the end of its path. */
export const errorAt = (error: unknown, name: string): string | undefined =>
  (error instanceof ApiError ? error.fields.find((f) => f.field === name || f.field.startsWith(`${name}.`))?.message : undefined);
