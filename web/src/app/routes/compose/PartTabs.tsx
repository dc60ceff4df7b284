// The parts of the message, by tab: letter, text, call, push. A dot marks a part that has something to say.
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { Notice } from '@/components/States';
import { Tabs, type TabItem } from '@/components/Tabs';
import { EmailPart } from '@/features/content/components/EmailPart';
import { partsOf, type PartKey } from '@/features/messages/draft';
import type { Me } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { CallPart } from './CallPart';
import { SmsPart } from './SmsPart';
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
  /** What goes under the text message. */
  textSignature: string;
}

export function PartTabs({ draft, onChange, selected, onSelect, errorOf, settings, letterOnly, textSignature }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const can = (part: 'send_sms' | 'phone_calls' | 'push') => !letterOnly && session.can(part);
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
      content: <SmsPart draft={draft} onChange={onChange} errorOf={errorOf} settings={settings} signature={textSignature} />,
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
