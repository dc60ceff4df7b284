// The sound of a sent call, from the report: it begins by itself where the browser lets it (REPT-22, CALL-15).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { readAudio } from '../api';
import { clock } from './Player';

export function PlayAudio({ messageId, seconds }: { messageId: string; seconds: number }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [url, setUrl] = useState('');
  const [error, setError] = useState<unknown>(null);
  const open = () => { setError(null); readAudio(messageId).then((found) => setUrl(found.url), setError); };
  return (
    <div className="stack">
      {url
        ? (
          // eslint-disable-next-line jsx-a11y/media-has-caption -- a recording of which there is no text
          <audio controls autoPlay src={url} aria-label={t('calls.audio', { seconds: clock(seconds) })} className="play-audio" />
        )
        : <div><Button icon="play" onPress={open}>{t('calls.playAudio', { seconds: clock(seconds) })}</Button></div>}
      {error !== null && <Notice tone="bad" live>{errorText(error)}</Notice>}
    </div>
  );
}
