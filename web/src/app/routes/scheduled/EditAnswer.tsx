// A scheduled answer, opened: its words and its time (SCHD-05, SCHD-07).
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { Field } from '@/components/Field';
import { LeaveGuard } from '@/components/LeaveGuard';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useSignatures } from '@/features/content/api';
import { saveScheduled } from '@/features/schedules/api';
import { ScheduleDialog } from '@/features/schedules/components/ScheduleDialog';
import { useScheduling } from '@/features/schedules/scheduling';
import { useThread } from '@/features/threads/api';
import { SecureAnswer } from '@/features/threads/components/Secure';
import type { ScheduledWhole } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { htmlOf, textOf } from '@/lib/text';
import { AskSave } from './AskSave';
import { Leaves } from './Leaves';
import { Stale } from './Stale';
import { useLeaving } from './useLeaving';

interface Props { saved: ScheduledWhole; answer: NonNullable<ScheduledWhole['answer']>; tag: string; onReload: () => void }

export function EditAnswer({ saved, answer, tag, onReload }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { earlier } = useSession();
  const was = textOf(answer.html);
  const [text, setText] = useState(was);
  const [signed, setSigned] = useState(answer.include_signature ?? false);
  const canSign = Boolean(useSignatures().data?.value.email_html);
  const [open, setOpen] = useState<'time' | 'ask' | null>(null);
  const [isEmpty, setEmpty] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const { isOver, leavesNow } = useLeaving(saved);
  const conversation = useThread(answer.thread_id).data?.pages[0];
  useEffect(() => { if (isSaved) void navigate('/scheduled'); }, [isSaved, navigate]);
  const saving = useScheduling((when) => saveScheduled(saved.schedule_id, tag, { answer: { thread_id: answer.thread_id, html: text === was ? answer.html : htmlOf(text), ...(signed && { include_signature: true }) } }, when), (kept) => {
    kept.warnings?.forEach((each) => toast(each.message));
    toast(t('scheduled.saved'));
    setSaved(true);
  });
  const isSaid = () => { setEmpty(!text.trim()); return text.trim() !== ''; };
  const save = () => {
    if (!isSaid()) return;
    if (isOver || leavesNow) setOpen(isOver ? 'time' : 'ask');
    else saving.onSave(saved.schedule);
  };
  const error = isEmpty ? t('inbox.replyEmpty') : saving.errors.find((each) => each.field === 'html')?.message;
  return (
    <>
      <LeaveGuard active={(text !== was || signed !== (answer.include_signature ?? false)) && !isSaved} />
      <header className="page-head"><div><h1>{t('scheduled.answerTo', { name: saved.to })}</h1><p className="muted">{saved.subject}</p></div></header>
      {saving.isStale && <Stale onReload={onReload} />}
      {saving.problem && !saving.isStale && open === null && <Notice tone="bad" live takesFocus title={t('scheduled.notSaved')}>{saving.problem}</Notice>}
      <form className="card pad stack" noValidate onSubmit={(event) => { event.preventDefault(); save(); }}>
        <Leaves saved={saved} isOver={isOver} />
        <Field label={t('inbox.replyTo', { name: saved.to })} rows={6} value={text} onChange={(next) => { setText(next); setEmpty(false); }} error={error} />
        {conversation && <SecureAnswer conversation={conversation} />}
        {canSign && <Checkbox isSelected={signed} onChange={setSigned}>{t('signature.include')}</Checkbox>}
        <div className="row">
          <Button type="submit" look="send" icon="check" isPending={saving.busy} isDisabled={earlier !== null}>{saving.busy ? t('scheduled.saving') : t('scheduled.saveChanges')}</Button>
          <Button icon="clock" isDisabled={saving.busy || earlier !== null} onPress={() => { if (isSaid()) setOpen('time'); }}>{t('scheduled.reschedule')}</Button>
        </div>
      </form>
      <AskSave isOpen={open === 'ask'} people={null} leavesNow={leavesNow} emergencies={[]} busy={saving.busy} onSave={() => { setOpen(null); saving.onSave(saved.schedule); }} onBack={() => setOpen(null)} />
      {open === 'time' && <ScheduleDialog title={t('scheduled.reschedule')} start={saved.schedule} zone={saved.time_zone} kept={saved} {...saving} onClose={() => { setOpen(null); saving.forget(); }} />}
    </>
  );
}
