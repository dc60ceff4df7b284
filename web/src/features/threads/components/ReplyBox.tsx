// Where a conversation is answered, or why it cannot be (RPLY-01, RPLY-08).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { Field } from '@/components/Field';
import { LeaveGuard } from '@/components/LeaveGuard';
import { useErrorText } from '@/components/errors';
import type { Conversation } from '@/lib/api/models';
import { htmlOf } from '@/lib/text';
import { SecureAnswer } from './Secure';
import { useReply } from '../api';

const whyNotKeys = {
  nobody: 'inbox.whyNot.nobody', gone: 'inbox.whyNot.gone', no_right: 'inbox.whyNot.noRight', waiting: 'inbox.whyNot.waiting', off: 'inbox.whyNot.off',
  other_school: 'inbox.whyNot.otherSchool', earlier_year: 'inbox.whyNot.earlierYear', looking_back: 'inbox.whyNot.lookingBack',
} as const satisfies Record<NonNullable<Conversation['cannot_reply']>, string>;

/** `onLater`: asks when an answer should leave; `done` when it is kept. */
export type OnLater = (answer: { threadId: string; html: string; signed: boolean; done: () => void }) => void;

interface Ways { onLater?: OnLater; /** Who answers has a signature to put under it (COMP-27). */ canSign?: boolean }

export function ReplyBox({ conversation, ...ways }: { conversation: Conversation } & Ways) {
  const { t } = useTranslation();
  const reason = conversation.cannot_reply;
  if (reason) return <p className="reply-not muted small">{t(whyNotKeys[reason])}</p>;
  return <Box conversation={conversation} {...ways} />;
}

function Box({ conversation, onLater, canSign }: { conversation: Conversation } & Ways) {
  const { thread_id: threadId, with: { name } } = conversation;
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [text, setText] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [isEmpty, setEmpty] = useState(false);
  const [signed, setSigned] = useState(false);
  const reply = useReply(threadId);
  const done = () => { setText(''); setKey(crypto.randomUUID()); };
  const isSaid = () => { setEmpty(!text.trim()); return text.trim() !== ''; };
  const send = () => { if (isSaid()) reply.mutate({ key, html: htmlOf(text), signed }, { onSuccess: done }); };
  const later = () => { if (isSaid()) onLater?.({ threadId, html: htmlOf(text), signed, done }); };
  return (
    <form className="reply stack" noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <LeaveGuard active={text.trim() !== ''} />
      <Field label={t('inbox.replyTo', { name })} rows={3} value={text} onChange={(next) => { setText(next); setEmpty(false); reply.reset(); }}
        error={isEmpty ? t('inbox.replyEmpty') : reply.error ? errorText(reply.error) : undefined} />
      <SecureAnswer conversation={conversation} />
      {canSign && <Checkbox isSelected={signed} onChange={(on) => { setSigned(on); reply.reset(); }}>{t('signature.include')}</Checkbox>}
      <div className="row">
        <Button type="submit" look="send" icon="sent" isPending={reply.isPending}>{reply.isPending ? t('compose.sending') : t('inbox.reply')}</Button>
        {onLater && <Button icon="clock" isDisabled={reply.isPending} onPress={later}>{t('scheduled.button')}</Button>}
      </div>
    </form>
  );
}
