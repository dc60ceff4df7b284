// The parts of the message, by tab: letter, text, call, push. A dot marks a part that has something to say.
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { Notice } from '@/components/States';
import { Tabs, type TabItem } from '@/components/Tabs';
import { EmailPart } from '@/features/content/components/EmailPart';
import { TextPart } from '@/features/content/components/TextPart';
import { partsOf, type PartKey } from '@/features/messages/draft';
import type { Me } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { CallPart } from './CallPart';
import { RemovePart } from './RemovePart';
import type { ComposeDraft } from './useDraft';

interface Props {
  draft: ComposeDraft;
  onChange: (part: Partial<ComposeDraft>) => void;
  selected: PartKey;
  onSelect: (part: PartKey) => void;
  errorOf: (field: string) => string | undefined;
  /** The limits that bind. */
  settings: Me['settings'];
  /** For who may not send: only the letter can be printed. */
  letterOnly: boolean;
}

export function PartTabs({ draft, onChange, selected, onSelect, errorOf, settings, letterOnly }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const can = (part: 'send_sms' | 'phone_calls' | 'push') => !letterOnly && session.can(part);
  const emergencies = session.can('emergency_calls');
  const on = partsOf(draft);
  const mark = (part: PartKey, field: string) => {
    if (errorOf(field)) return <span className="tab-dot bad"><span className="visually-hidden">{t('compose.hasProblem')}</span></span>;
    return on.includes(part) ? <span className="tab-dot"><span className="visually-hidden">{t('compose.hasText')}</span></span> : null;
  };
  const tabs: TabItem<PartKey>[] = [{
    id: 'email', title: t('channels.email'), icon: 'email', mark: mark('email', 'parts.email.html'),
    content: <EmailPart subject={draft.subject} onSubject={(subject) => onChange({ subject })} subjectError={errorOf('subject')}
      html={draft.html} onHtml={(html) => onChange({ html })} error={errorOf('parts.email.html')} />,
  }];
  if (can('send_sms')) {
    tabs.push({
      id: 'sms', title: t('channels.sms'), icon: 'sms', mark: mark('sms', 'parts.sms.text'),
      content: <div data-field="parts.sms.text" className="stack"><RemovePart isFilled={draft.sms.trim() !== ''} onRemove={() => onChange({ sms: '', smsEmergency: false })} /><TextPart label={t('compose.smsLabel')} hint={t('compose.smsHint')} text={draft.sms} rows={4} countSegments
        onText={(sms) => onChange({ sms })} limit={settings.sms_character_limit} error={errorOf('parts.sms.text')}
        emergency={emergencies ? { on: draft.smsEmergency, set: (smsEmergency) => onChange({ smsEmergency }), hint: t('compose.smsEmergencyHint') } : undefined} /></div>,
    });
  }
  if (can('phone_calls')) {
    tabs.push({
      id: 'voice', title: t('channels.voice'), icon: 'voice', mark: mark('voice', 'parts.voice'),
      content: <div data-field="parts.voice"><CallPart draft={draft} onChange={onChange} errorOf={errorOf} settings={settings} /></div>,
    });
  }
  if (can('push')) {
    tabs.push({
      id: 'push', title: t('channels.push'), icon: 'push', mark: mark('push', 'parts.push'),
      content: <div data-field="parts.push" className="stack"><Checkbox isSelected={draft.push} onChange={(push) => onChange({ push })} hint={t('compose.pushHint')}>{t('compose.pushOn')}</Checkbox>
        <Notice>{t('compose.pushNote')}</Notice></div>,
    });
  }
  return <Tabs label={t('compose.parts')} tabs={tabs} selected={selected} onSelect={onSelect} />;
}

/** Which tab shows a field. */
export function tabOf(field: string): PartKey | null {
  if (field === 'subject' || field.startsWith('parts.email')) return 'email';
  if (field.startsWith('parts.sms')) return 'sms';
  if (field.startsWith('parts.voice')) return 'voice';
  return field.startsWith('parts.push') ? 'push' : null;
}
