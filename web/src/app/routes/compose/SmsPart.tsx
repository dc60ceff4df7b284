// The text message: as long as the district lets it be, its signature included (SMS-02, SMS-03).
import { useTranslation } from 'react-i18next';
import { TextPart } from '@/features/content/components/TextPart';
import type { Words } from '@/features/messages/draft';
import type { Me } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { RemovePart } from './RemovePart';

interface Props {
  draft: Words;
  onChange: (part: Partial<Words>) => void;
  errorOf: (field: string) => string | undefined;
  settings: Pick<Me['settings'], 'sms_character_limit' | 'call_character_limit'>;
  /** What goes under it. */
  signature: string;
  /** Takes the part away altogether, empty or not; without it, X empties it. */
  onDetach?: () => void;
}

export function SmsPart({ draft, onChange, errorOf, settings, signature, onDetach }: Props) {
  const { t } = useTranslation();
  const { can } = useSession();
  const emergency = { on: draft.smsEmergency, set: (smsEmergency: boolean) => onChange({ smsEmergency }), hint: t('compose.smsEmergencyHint') };
  return (
    <div className="stack">
      <RemovePart isFilled={draft.sms.trim() !== ''} onDetach={onDetach} onRemove={() => onChange({ sms: '', smsEmergency: false })} />
      <div data-field="parts.sms.text"><TextPart label={t('compose.smsLabel')} hint={t('compose.smsHint')} text={draft.sms} rows={4} countSegments signature={signature}
        onText={(sms) => onChange({ sms })} limit={settings.sms_character_limit} error={errorOf('parts.sms.text')} emergency={can('emergency_calls') ? emergency : undefined} /></div>
    </div>
  );
}
