// A message as it was written: letter, text, call.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '@/components/Icon';
import { SafeHtml } from '@/components/SafeHtml';
import type { WholeMessage } from '@/lib/api/models';
import { useInWords } from '@/lib/insert-fields';
import './messages.css';

interface Props { message: Pick<WholeMessage, 'html' | 'sms_text' | 'voice_text'>; /** Where a recorded call is heard. */ sound?: ReactNode }

export function MessageText({ message, sound }: Props) {
  const { t } = useTranslation();
  const inWords = useInWords();
  return (
    <div className="stack">
      {message.html && <Part icon="email" title={t('channels.email')}><SafeHtml html={inWords(message.html)} /></Part>}
      {message.sms_text && <Part icon="sms" title={t('channels.sms')}><p className="spoken">{inWords(message.sms_text)}</p></Part>}
      {message.voice_text && <Part icon="voice" title={t('channels.voice')}><p className="spoken">{inWords(message.voice_text)}</p></Part>}
      {sound && <Part icon="voice" title={t('channels.voice')}>{sound}</Part>}
    </div>
  );
}

function Part({ icon, title, children }: { icon: IconName; title: string; children: ReactNode }) {
  return <section className="said"><h3 className="row tight"><Icon name={icon} size={18} />{title}</h3>{children}</section>;
}
