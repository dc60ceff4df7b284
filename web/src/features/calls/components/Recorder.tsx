// The recorded call: Record, Finish, listen, record again (CALL-05 to CALL-07).
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useRecorder, type Recording } from '../useRecorder';
import { clock, Player } from './Player';

const troubleKeys = { denied: 'calls.denied', missing: 'calls.missing', failed: 'calls.failed' } as const;

interface Props { mostSeconds: number; recording: Recording | null; onRecording: (recording: Recording) => void; error?: string }

export function Recorder({ mostSeconds, recording, onRecording, error }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { state, record, finish, retry } = useRecorder(mostSeconds, onRecording);
  const isIdle = state.name === 'idle' || state.name === 'trouble' || state.name === 'unkept';
  return (
    <div className="stack recorder" data-field="parts.voice.recording_id">
      {!recording && isIdle && <p className="muted">{t('calls.recordHint', { limit: clock(mostSeconds) })}</p>}
      {state.name === 'trouble' && <Notice tone="warn" live title={t('calls.noMicrophone')}>{t(troubleKeys[state.trouble])}</Notice>}
      {state.name === 'unkept' && (
        <Notice tone="bad" live title={t('calls.notKept')}>
          <p>{errorText(state.error)}</p><Button small onPress={() => retry(state.file)}>{t('calls.keepAgain')}</Button>
        </Notice>
      )}
      {state.name === 'recording' && (
        <p className="recorder-time"><span className="recorder-dot" aria-hidden="true" /><span className="num" role="timer">{t('calls.left', { left: clock(state.left) })}</span></p>
      )}
      {state.name === 'keeping' && <p role="status" className="muted">{t('calls.keeping')}</p>}
      {recording && isIdle && <Player key={recording.id} recordingId={recording.id} />}
      {error && <p className="field-error">{error}</p>}
      <div className="row">
        {state.name === 'recording'
          ? <Button look="primary" icon="check" autoFocus onPress={finish}>{t('calls.finish')}</Button>
          : <Button look={recording ? undefined : 'primary'} icon="voice" isPending={state.name === 'asking'} isDisabled={state.name === 'keeping'} onPress={record}>{recording ? t('calls.again') : t('calls.record')}</Button>}
      </div>
    </div>
  );
}
