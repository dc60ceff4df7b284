// What is sent as well: an email, a text, a call, each a tab that is added and taken away, each by its right (ANN-14). Who
// sends no messages attaches nothing (PERM-06).
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { focusField } from '@/components/focus-field';
import { Segments } from '@/components/Segments';
import { Tabs, type TabItem } from '@/components/Tabs';
import { LetterEditor } from '@/features/content/components/LetterEditor';
import type { AnnouncementWhole, Me } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { useChannelName } from '@/lib/words';
import { CallPart } from '../compose/CallPart';
import { RemovePart } from '../compose/RemovePart';
import { SmsPart } from '../compose/SmsPart';
import { SentPart } from './SentPart';
import { attachable, type AnnouncementDraft, type Attached } from './draft';

interface Props {
  draft: AnnouncementDraft;
  onChange: (part: Partial<AnnouncementDraft>) => void;
  errorOf: (field: string) => string | undefined;
  settings: Pick<Me['settings'], 'sms_character_limit' | 'call_character_limit'>;
  selected: Attached | null;
  onSelect: (part: Attached | null) => void;
  /** As it is kept, with what was sent. */
  kept?: AnnouncementWhole;
}

const rights = { email: 'announcements_send_emails', sms: 'announcements_send_sms', voice: 'announcements_send_calls' } as const;
/** Where one begins to write. */
const firstFields = { email: 'parts.email', sms: 'parts.sms.text', voice: 'parts.voice.text' } as const;

export function Parts({ draft, onChange, errorOf, settings, selected, onSelect, kept }: Props) {
  const { t } = useTranslation();
  const { can } = useSession();
  const channelName = useChannelName();
  const { attached, said } = draft;
  const sentOf = (part: Attached) => kept?.sent.find((each) => each.channels.includes(part));
  const attach = (part: Attached) => { onChange({ attached: attachable.filter((each) => each === part || attached.includes(each)) }); onSelect(part); focusField(firstFields[part]); };
  const detach = (part: Attached) => {
    const rest = attached.filter((each) => each !== part);
    onChange({ attached: rest, ...(part === 'email' && { email: '', ownEmail: false }) });
    onSelect(rest[0] ?? null);
    focusField('parts.attach');
  };
  const say = (words: Partial<AnnouncementDraft['said']>) => onChange({ said: { ...said, ...words } });
  const contents = {
    email: <EmailPart draft={draft} onChange={onChange} onDetach={() => detach('email')} error={errorOf('parts.email')} />,
    sms: <SmsPart draft={said} onChange={say} errorOf={errorOf} settings={settings} signature="" onDetach={() => detach('sms')} />,
    voice: <CallPart draft={said} onChange={say} errorOf={errorOf} settings={settings} onDetach={() => detach('voice')} />,
  };
  const tabs = attached.map((part): TabItem<Attached> => {
    const sent = sentOf(part);
    return {
      id: part, title: channelName(part), icon: part, content: sent && kept ? <SentPart part={part} sent={sent} kept={kept} /> : <div data-field={`parts.${part}`}>{contents[part]}</div>,
      mark: errorOf(`parts.${part}`) && <span className="tab-dot bad"><span className="visually-hidden">{t('compose.hasProblem')}</span></span>,
    };
  });
  const more = attachable.filter((part) => !attached.includes(part) && can('send_messages') && can(rights[part]));
  if (!more.length && !tabs.length) return <p className="muted">{t('announcements.noParts')}</p>;
  return (
    <>
      {more.length > 0 && (
        <div className="row" data-field="parts.attach">{more.map((part) => <Button key={part} small icon="plus" onPress={() => attach(part)} aria-label={t('announcements.attachOf', { part: channelName(part) })}>{channelName(part)}</Button>)}</div>
      )}
      {tabs.length > 0 && <Tabs label={t('announcements.attached')} tabs={tabs} selected={selected ?? attached[0]!} onSelect={onSelect} />}
    </>
  );
}

interface EmailProps { draft: AnnouncementDraft; onChange: (part: Partial<AnnouncementDraft>) => void; onDetach: () => void; error?: string }

/** It says what the announcement says, or something of its own, to each by name if need be. */
function EmailPart({ draft, onChange, onDetach, error }: EmailProps) {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <div className="row">
        <Segments label={t('announcements.emailSays')} value={draft.ownEmail ? 'own' : 'same'} onChange={(next) => onChange({ ownEmail: next === 'own', ...(next === 'own' && !draft.email && { email: draft.html }) })}
          choices={[{ id: 'same', name: t('announcements.emailSame') }, { id: 'own', name: t('announcements.emailOwn') }]} />
        <RemovePart isFilled={draft.ownEmail && draft.email !== ''} onRemove={() => undefined} onDetach={onDetach} />
      </div>
      {draft.ownEmail
        ? <div data-field="parts.email.html"><LetterEditor label={t('compose.letter')} html={draft.email} onHtml={(email) => onChange({ email })} error={error} /></div>
        : <>{error && <p className="field-error">{error}</p>}<p className="muted small">{t('announcements.emailSubject')}</p></>}
    </div>
  );
}
