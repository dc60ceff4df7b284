// The Call tab: from which number, spoken text or a recording, and a call to try it.
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { Segments } from '@/components/Segments';
import { CallFrom } from '@/features/calls/components/CallFrom';
import { Recorder } from '@/features/calls/components/Recorder';
import { TestCall } from '@/features/calls/components/TestCall';
import { TextPart } from '@/features/content/components/TextPart';
import { isRecorded, partsOf, voiceOf, type Words } from '@/features/messages/draft';
import type { Me } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { RemovePart } from './RemovePart';
import '@/features/calls/components/calls.css';

const CHARACTERS_A_MINUTE = 1000;

interface Props {
  draft: Words;
  onChange: (part: Partial<Words>) => void;
  errorOf: (field: string) => string | undefined;
  settings: Pick<Me['settings'], 'sms_character_limit' | 'call_character_limit'>;
  /** Takes the part away altogether, empty or not; without it, X empties it. */
  onDetach?: () => void;
}

export function CallPart({ draft, onChange, errorOf, settings, onDetach }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const schoolId = session.school?.school_id ?? '';
  // Recordings and trial calls are for those who make calls; an announcement's call can also be spoken text.
  const records = session.can('phone_calls');
  const recorded = isRecorded(draft);
  const mostSeconds = Math.max(1, Math.round(settings.call_character_limit / CHARACTERS_A_MINUTE)) * 60;
  return (
    <div className="stack">
      <div className="call-head">
        {records && <Segments label={t('calls.kind')} value={recorded ? 'recorded' : 'tts'} onChange={(voiceKind) => onChange({ voiceKind })}
          choices={[{ id: 'tts', name: t('calls.tts') }, { id: 'recorded', name: t('calls.recorded') }]} />}
        {records && <CallFrom schoolId={schoolId} chosen={draft.callerId ?? ''} onChosen={(callerId) => onChange({ callerId })} error={errorOf('parts.voice.caller_id')} />}
        <RemovePart isFilled={draft.voice.trim() !== '' || Boolean(draft.recording)} onDetach={onDetach} onRemove={() => onChange({ voice: '', recording: null, voiceEmergency: false })} />
      </div>
      {recorded
        ? <Recorder mostSeconds={mostSeconds} recording={draft.recording ?? null} onRecording={(recording) => onChange({ recording })} error={errorOf('parts.voice.recording_id')} />
        : (
          <div data-field="parts.voice.text"><TextPart label={t('compose.voiceLabel')} hint={t('compose.voiceHint')} text={draft.voice} rows={7}
            onText={(voice) => onChange({ voice })} limit={settings.call_character_limit} error={errorOf('parts.voice.text')} /></div>
        )}
      {session.can('emergency_calls') && (
        <Checkbox isSelected={draft.voiceEmergency} onChange={(voiceEmergency) => onChange({ voiceEmergency })} hint={t('compose.voiceEmergencyHint')}>{t('compose.emergency')}</Checkbox>
      )}
      {records && <div><TestCall schoolId={schoolId} voice={() => voiceOf(draft)} isReady={partsOf(draft).includes('voice')} /></div>}
    </div>
  );
}
