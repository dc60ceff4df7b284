// The message as each channel will show it to one reader (COMP-33): letter, text, call, push, inbox.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { SafeHtml } from '@/components/SafeHtml';
import { Notice } from '@/components/States';
import type { Channel, MessagePreview } from '@/lib/api/models';
import { measureText } from '@/lib/text-size';
import { useChannelName } from '@/lib/words';
import { LetterFrame } from './LetterFrame';
import './preview.css';

interface Props { preview: MessagePreview; /** For paper: of the ways to show it only the letter. */ letterOnly?: boolean }

export function Appearance({ preview, letterOnly }: Props) {
  const { t } = useTranslation();
  const mail = preview.notice ?? preview.letter;
  return (
    <div className={mail && !letterOnly ? 'shown' : 'shown shown-short'}>
      {mail && <Shown channel="email"><p className="shown-subject"><span className="muted">{t('compose.subject')}</span> <strong>{mail.subject}</strong></p>
        <LetterFrame key={mail.html} title={t('preview.letter')} html={mail.html} />
        {preview.notice && <Notice>{t('preview.secureNotice')}</Notice>}</Shown>}
      {!letterOnly && <div className="shown-others">
        {preview.sms_text !== null && <Shown channel="sms"><p className="bubble">{preview.sms_text}</p><Segments text={preview.sms_text} /></Shown>}
        {preview.voice_text !== null && <Shown channel="voice"><p className="shown-spoken">{preview.voice_text}</p></Shown>}
        {preview.push_text !== null && <Shown channel="push"><div className="lock-screen"><strong>{preview.sender}</strong><p>{preview.push_text}</p></div></Shown>}
        {preview.in_app && <Shown channel="portal"><div className="inbox-copy"><p className="muted small">{preview.sender}</p><h4>{preview.in_app.subject}</h4><SafeHtml html={preview.in_app.html} /></div></Shown>}
      </div>}
    </div>
  );
}

function Shown({ channel, children }: { channel: Channel; children: ReactNode }) {
  const name = useChannelName()(channel);
  return <section className="shown-part" aria-label={name}><h3 className="row tight"><Icon name={channel} size={18} />{name}</h3>{children}</section>;
}

function Segments({ text }: { text: string }) {
  const { t } = useTranslation();
  const { characters, segments, isUnicode } = measureText(text);
  return <p className="muted small">{t('preview.characters', { count: characters })} · {t('compose.segments', { count: segments })}{isUnicode && ` · ${t('compose.unicode')}`}</p>;
}
