// The first step: drop or choose a CSV file; what the server sees in it leads to the second.
import { useState } from 'react';
import { Button as AriaButton, DropZone, FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import type { ImportPreview } from '@/lib/api/models';
import { previewFile } from './api';
import { chosen, MOST_BYTES, type ChosenFile } from '@/lib/chosen-file';
import '@/components/dropzone.css';

export function FileDrop({ onSeen }: { onSeen: (file: ChosenFile, preview: ImportPreview) => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');

  const take = async (file: File | undefined) => {
    if (!file || busy) return;
    setError('');
    if (file.size > MOST_BYTES) return setError(t('imported.tooLarge'));
    setBusy(true);
    try {
      const ready = await chosen(file);
      onSeen(ready, await previewFile(ready.sent));
    } catch (failure) {
      setError(errorText(failure));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="stack">
      {error && <Notice tone="bad" live title={t('imported.notRead')}>{error}</Notice>}
      <DropZone className="dropzone" aria-label={t('imported.drop')} onDrop={(event) => {
        const item = event.items.find((i) => i.kind === 'file');
        if (item?.kind === 'file') void item.getFile().then(take);
      }}>
        <Icon name="upload" size={26} />
        <p role="status">{busy ? t('imported.reading') : t('imported.dropText')}</p>
        <FileTrigger acceptedFileTypes={['.csv', 'text/csv']} onSelect={(files) => void take(files?.[0])}>
          <AriaButton className="btn btn-primary" isDisabled={busy}>{t('imported.choose')}</AriaButton>
        </FileTrigger>
      </DropZone>
      <p className="muted small">{t('imported.fileHint')}</p>
    </div>
  );
}
