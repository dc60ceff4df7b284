// Where a conversation is answered, or why it cannot be (RPLY-01, RPLY-08).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { LeaveGuard } from '@/components/LeaveGuard';
import { useErrorText } from '@/components/errors';
import type { Conversation } from '@/lib/api/models';
import { htmlOf } from '@/lib/text';
import { useReply } from '../api';

const whyNotKeys = {
  nobody: 'inbox.whyNot.nobody', gone: 'inbox.whyNot.gone', no_right: 'inbox.whyNot.noRight', waiting: 'inbox.whyNot.waiting', off: 'inbox.whyNot.off',
  other_school: 'inbox.whyNot.otherSchool', earlier_year: 'inbox.whyNot.earlierYear',
} as const satisfies Record<NonNullable<Conversation['cannot_reply']>, string>;

export function ReplyBox({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const reason = conversation.cannot_reply;
  if (reason) return <p className="reply-not muted small">{t(whyNotKeys[reason])}</p>;
  return <Box threadId={conversation.thread_id} name={conversation.with.name} />;
}

function Box({ threadId, name }: { threadId: string; name: string }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [text, setText] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [isEmpty, setEmpty] = useState(false);
  const reply = useReply(threadId);
  const send = () => {
    if (!text.trim()) { setEmpty(true); return; }
    reply.mutate({ key, html: htmlOf(text) }, { onSuccess: () => { setText(''); setKey(crypto.randomUUID()); } });
  };
  return (
    <form className="reply stack" noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <LeaveGuard active={text.trim() !== ''} />
      <Field label={t('inbox.replyTo', { name })} rows={3} value={text} onChange={(next) => { setText(next); setEmpty(false); reply.reset(); }}
        error={isEmpty ? t('inbox.replyEmpty') : reply.error ? errorText(reply.error) : undefined} />
      <div><Button type="submit" look="send" icon="sent" isPending={reply.isPending}>{reply.isPending ? t('compose.sending') : t('inbox.reply')}</Button></div>
    </form>
  );
}
