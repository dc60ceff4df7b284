// Writing an announcement: what it says, who sees it, from when until when, what is sent as well.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button, LinkButton } from '@/components/Button';
import { ErrorSummary } from '@/components/ErrorSummary';
import { LeaveGuard } from '@/components/LeaveGuard';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useSaving } from '@/features/announcements/saving';
import { Leaves } from '@/features/announcements/components/Leaves';
import type { AnnouncementWhole, NewAnnouncement } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { useRefusals } from '../compose/useRefusals';
import { AskPost } from './AskPost';
import { Fields } from './Fields';
import { Reaches } from './Reaches';
import { Troubles } from './Troubles';
import { answering, checkAnnouncement, tabOf } from './checks';
import { emergenciesOf, hasContent, toBody, toCount, type AnnouncementDraft, type Attached } from './draft';
import { useCheckWords } from './useCheckWords';
import { usePlaces } from './usePlaces';
import { useAskingPost, useReach } from './useReach';

interface Props {
  start: AnnouncementDraft;
  /** As it is kept; without it, it is new. */
  kept?: AnnouncementWhole;
  /** What a new one starts on by itself. */
  today?: string;
  onSave: (key: string, body: NewAnnouncement) => Promise<AnnouncementWhole>;
  onReload?: () => void;
  /** It has been deleted. */
  isGone?: boolean;
  /** Deletes one that is kept. */
  onDelete?: () => void;
}

export function Editor({ start, kept, today, onSave, onReload, onDelete, isGone }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { school, earlier } = useSession();
  const [draft, setDraft] = useState(start);
  const [isChanged, setChanged] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [tab, setTab] = useState<Attached | null>(null);
  const list = draft.everywhere ? '/announcements?all=1' : '/announcements';
  // Once nothing is unsaved any more, so that leaving asks nothing.
  const isDone = isSaved || isGone;
  useEffect(() => { if (isDone) void navigate(list); }, [isDone, navigate, list]);
  const saving = useSaving(() => onSave(draft.key, toBody(draft, school?.school_id ?? '', today)), (now) => {
    now.warnings?.forEach((each) => toast(each.message));
    toast(t(kept ? 'announcements.saved' : 'announcements.posted', { title: now.title }));
    setSaved(true);
  });
  const refusals = useRefusals({ error: saving.fields.length ? { kind: 'fields', fields: saving.fields } : null, attempt: saving.attempt }, answering);
  const change = (part: Partial<AnnouncementDraft>) => { setDraft((now) => ({ ...now, ...part })); setChanged(true); refusals.mend(part); };

  const { settings, hours, many } = usePlaces(draft);
  const sent = kept?.sent.flatMap((each) => each.channels) ?? [];
  const pending = draft.attached.filter((part) => !sent.includes(part));
  const emergencies = emergenciesOf(draft).filter((part) => pending.includes(part));
  const asked = earlier ? null : toCount(draft, school?.school_id ?? '', pending, Boolean(kept));
  const reach = useReach(asked);
  const asking = useAskingPost(asked, many > 0 || emergencies.length > 0, saving.save);
  const busy = saving.busy || asking.busy;
  const words = useCheckWords(settings);
  const post = () => {
    const failures = checkAnnouncement(draft, pending, settings).map(words);
    refusals.tell(failures);
    if (!failures.length) asking.ask();
  };
  const name = t(kept ? 'announcements.save' : 'announcements.post');
  return (
    <>
      <LeaveGuard active={(kept ? isChanged : hasContent(draft)) && !isDone} />
      <header className="page-head"><h1>{t(kept ? 'announcements.change' : 'announcements.new')}</h1></header>
      <ErrorSummary errors={refusals.errors} attempt={refusals.attempt} onVisit={(field) => { const there = tabOf(field); if (there) setTab(there); }} />
      <Troubles saving={saving} onReload={onReload} onNew={() => setDraft((now) => ({ ...now, key: crypto.randomUUID() }))} />
      {kept?.problem && <Notice tone="warn" title={t('announcements.problem')}>{kept.problem}</Notice>}
      <div className="compose">
        <Fields draft={draft} onChange={change} errorOf={refusals.errorOf} settings={settings} tab={tab} onTab={setTab} kept={kept} />
        <aside className="card before" aria-labelledby="before-title">
          <h2 id="before-title">{t(kept ? 'announcements.beforeSave' : 'announcements.before')}</h2>
          {asked && <Reaches count={reach} />}
          <Leaves start={draft.start} end={draft.end} hours={hours} hasSent={sent.length > 0} parts={pending.map((channel) => ({ channel, urgent: emergencies.some((each) => each === channel) }))} />
          <div className="before-actions">
            {earlier && <p className="muted">{t('announcements.lookingBack')}</p>}
            <Button look="send" icon="announce" wide isPending={busy} isDisabled={earlier !== null} onPress={post}>{saving.busy ? t('announcements.saving') : name}</Button>
            {onDelete && <Button look="quiet" wide isDisabled={saving.busy || earlier !== null} onPress={onDelete}>{t('announcements.delete')}</Button>}
            <LinkButton look="quiet" wide to="/announcements">{t(kept ? 'kit.goBack' : 'announcements.discard')}</LinkButton>
          </div>
        </aside>
      </div>
      <AskPost question={asking.question} schools={many} emergencies={emergencies} post={name} onBack={asking.drop} onPost={() => { asking.drop(); saving.save(); }} />
    </>
  );
}
