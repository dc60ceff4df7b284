// Play, Pause, and Stop, which goes back to the start (CALL-07).
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useRecording } from '../api';

export const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

export function Player({ recordingId }: { recordingId: string }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const found = useRecording(recordingId);
  const sound = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const stop = () => {
    if (!sound.current) return;
    sound.current.pause();
    sound.current.currentTime = 0;
    setAt(0);
  };
  return (
    <div className="row call-player">
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- the author's own words, just recorded */}
      <audio ref={sound} src={found.data?.url} preload="auto" onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)} onEnded={stop}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)} />
      {isPlaying
        ? <Button icon="pause" onPress={() => sound.current?.pause()}>{t('calls.pause')}</Button>
        : <Button icon="play" isDisabled={!found.data} onPress={() => void sound.current?.play()}>{t('calls.play')}</Button>}
      <Button look="quiet" isDisabled={!isPlaying && at === 0} onPress={stop}>{t('calls.stop')}</Button>
      <span className="num muted">{t('calls.position', { at: clock(at), seconds: clock(found.data?.seconds ?? 0) })}</span>
      {found.error && <Notice tone="bad" live>{errorText(found.error)}</Notice>}
    </div>
  );
}
