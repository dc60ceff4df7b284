import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '@/components/Button';
import { ErrorSummary } from '@/components/ErrorSummary';
import { LeaveGuard } from '@/components/LeaveGuard';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import type { AudienceChoice } from '@/features/audience/choice';
import { draftOf, mayWait, type PartKey } from '@/features/messages/draft';
import { saveScheduled } from '@/features/schedules/api';
import { ScheduleDialog } from '@/features/schedules/components/ScheduleDialog';
import { WaitingParts } from '@/features/schedules/components/WaitingParts';
import { useScheduling } from '@/features/schedules/scheduling';
import type { NewMessage, ScheduledWhole } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { AllowReplies } from '../compose/AllowReplies';
import { BeforeSend } from '../compose/BeforeSend';
import { Letter } from '../compose/Letter';
import { tabOf } from '../compose/PartTabs';
import { PreviewDrawer } from '../compose/PreviewDrawer';
import { Secure } from '../compose/Secure';
import { useChecks } from '../compose/useChecks';
import type { ComposeDraft } from '../compose/useDraft';
import { useOutgoing } from '../compose/useOutgoing';
import { useRefusals } from '../compose/useRefusals';
import { AskSave } from './AskSave';
import { Leaves } from './Leaves';
import { Stale } from './Stale';
import { useLeaving } from './useLeaving';

const IfNotRead = lazy(() => import('../compose/IfNotRead'));

interface Props { saved: ScheduledWhole; message: NewMessage; tag: string; choice: AudienceChoice; onReload: () => void }
type Window = 'ask' | 'time' | 'preview' | null;

export function EditScheduled({ saved, message, tag, choice, onReload }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { earlier } = useSession();
  const [draft, setDraft] = useState<ComposeDraft>(() => draftOf(message, choice));
  const [dirty, setDirty] = useState(false);
  const [isSaved, setSaved] = useState(false);
  // Once nothing is unsaved any more, so that leaving asks nothing.
  useEffect(() => { if (isSaved) void navigate('/scheduled'); }, [isSaved, navigate]);
  const [tab, setTab] = useState<PartKey>('email');
  const [open, setOpen] = useState<Window>(null);
  const going = useOutgoing(draft);
  const { nobody, ways, emergencies, count, body } = going;
  const saving = useScheduling((when, confirmed) => saveScheduled(saved.schedule_id, tag, { message: body(confirmed) }, when), (kept) => {
    setOpen(null);
    kept.warnings?.forEach((each) => toast(each.message));
    toast(t('scheduled.saved'));
    setSaved(true);
  });
  const refusals = useRefusals({ error: saving.errors.length ? { kind: 'fields', fields: saving.errors } : null, attempt: saving.attempt });
  const change = (part: Partial<ComposeDraft>) => { setDraft((now) => ({ ...now, ...part })); setDirty(true); refusals.mend(part); };

  const check = useChecks(draft, going);
  const isWhole = () => {
    const failures = check();
    refusals.tell(failures);
    return !failures.length;
  };
  const { schedule, time_zone: zone } = saved;
  const { isOver, leavesNow } = useLeaving(saved);
  const save = () => {
    if (!isWhole()) return;
    if (isOver) setOpen('time');
    else if (leavesNow || emergencies.length) setOpen('ask');
    else saving.onSave(schedule);
  };
  const asking = open === 'ask' || (open === null && saving.people !== null);
  const close = () => { setOpen(null); saving.forget(); };

  return (
    <>
      <LeaveGuard active={dirty && !isSaved} />
      <header className="page-head"><h1>{t('scheduled.edit')}</h1></header>
      <ErrorSummary errors={refusals.errors} attempt={refusals.attempt} onVisit={(field) => { const there = tabOf(field); if (there) setTab(there); }} />
      {saving.isStale && <Stale onReload={onReload} />}
      {saving.problem && !saving.isStale && open === null && <Notice tone="bad" live takesFocus title={t('scheduled.notSaved')}>{saving.problem}</Notice>}
      <div className="compose">
        <Letter draft={draft} going={going} onChange={change} tab={tab} onTab={setTab} errors={refusals.errors} errorOf={refusals.errorOf} />
        <BeforeSend count={count} ways={ways} isNobody={nobody} priority={draft.priority} onPriority={(priority) => change({ priority })}
          source={going.source} onSource={(source) => change({ source, replies: undefined })} actions={(
            <>
              <Button look="send" icon="check" wide isPending={saving.busy} isDisabled={earlier !== null} onPress={save}>{saving.busy ? t('scheduled.saving') : t('scheduled.saveChanges')}</Button>
              <Button icon="clock" wide isDisabled={saving.busy || earlier !== null} onPress={() => { if (isWhole()) setOpen('time'); }}>{t('scheduled.reschedule')}</Button>
              <Button icon="eye" wide onPress={() => setOpen('preview')}>{t('preview.button')}</Button>
            </>
          )}>
          <Leaves saved={saved} isOver={isOver} />
          <AllowReplies on={going.replies} onChange={(replies) => change({ replies })} source={going.source} />
          <Secure on={Boolean(draft.secure)} onChange={(secure) => change({ secure })} parts={going.parts} unable={nobody ? 0 : (count.data?.by_channel.portal?.unreachable ?? 0)} />
          {mayWait(going.parts).length > 0 && (
            <Suspense><IfNotRead parts={mayWait(going.parts)} waits={draft.waits ?? {}} onChange={(waits) => change({ waits })} /></Suspense>
          )}
        </BeforeSend>
      </div>
      <AskSave isOpen={asking} people={saving.people} leavesNow={leavesNow} emergencies={emergencies} busy={saving.busy} onSave={() => { setOpen(null); saving.onSave(schedule); }} onBack={close} />
      {open === 'time' && <ScheduleDialog title={t('scheduled.reschedule')} start={schedule} zone={zone} kept={saved} {...saving} onClose={close}><WaitingParts steps={body().if_not_read} /></ScheduleDialog>}
      <PreviewDrawer outgoing={going} isOpen={open === 'preview'} onClose={() => setOpen(null)} />
    </>
  );
}
