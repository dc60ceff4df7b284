// Drop or choose the export; a bar while it travels; then the list below shows what became of it.
import { useState } from 'react';
import { Button as AriaButton, DropZone, FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { ProgressBar } from '@/components/Progress';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { isKind } from '@/lib/api/problem';
import { uploadRoster } from '../api';
import '@/components/dropzone.css';

export function UploadBox({ onBegin, onUploaded }: { onBegin: () => void; onUploaded: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState('');

  const take = async (file: File | undefined) => {
    if (!file || share !== null) return;
    setError('');
    if (!file.name.toLowerCase().endsWith('.zip')) return setError(t('roster.notZip', { file: file.name }));
    setShare(0);
    onBegin();
    try {
      await uploadRoster(file, setShare);
      onUploaded();
    } catch (failure) {
      setError(isKind(failure, 'upload-refused') ? t('roster.uploadRefused') : errorText(failure));
    } finally {
      setShare(null);
    }
  };

  return (
    <div className="stack">
      {error && <Notice tone="bad" live>{error}</Notice>}
      <DropZone className="dropzone" aria-label={t('roster.drop')} onDrop={(event) => {
        const item = event.items.find((i) => i.kind === 'file');
        if (item?.kind === 'file') void item.getFile().then(take);
      }}>
        {share !== null
          ? <div className="dropzone-bar"><ProgressBar label={t('roster.uploading')} value={share} /></div>
          : (
            <>
              <Icon name="upload" size={26} />
              <p>{t('roster.dropText')}</p>
              <FileTrigger acceptedFileTypes={['.zip', 'application/zip']} onSelect={(files) => void take(files?.[0])}>
                <AriaButton className="btn btn-primary">{t('roster.choose')}</AriaButton>
              </FileTrigger>
            </>
          )}
      </DropZone>
    </div>
  );
}
