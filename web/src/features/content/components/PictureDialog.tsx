// Where a picture is, and what it says to who does not see it.
import type { Editor } from '@tiptap/react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';

export function PictureDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const { t } = useTranslation();
  const [src, setSrc] = useState('');
  const [alt, setAlt] = useState('');
  const [tried, setTried] = useState(false);
  const isAddress = /^https:\/\/[^\s/]+\.[^\s]+$/i.test(src.trim());
  const save = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setTried(true);
    if (!isAddress || !alt.trim()) return;
    editor.chain().focus().insertContent({ type: 'picture', attrs: { src: src.trim(), alt: alt.trim() } }).run();
    onClose();
  };
  return (
    <Dialog title={t('editor.picture')} isOpen onClose={onClose}>
      <form onSubmit={save} className="stack" noValidate>
        <Field label={t('editor.pictureAddress')} value={src} onChange={setSrc} error={tried && !isAddress ? t('editor.pictureBad') : undefined} autoFocus />
        <Field label={t('editor.pictureWords')} value={alt} onChange={setAlt} error={tried && !alt.trim() ? t('editor.pictureUntold') : undefined} />
        <div className="dialog-actions" style={{ marginTop: 0 }}><Button type="submit" look="primary">{t('editor.pictureSave')}</Button></div>
      </form>
    </Dialog>
  );
}
