// Compose: to whom, what, and the moment before Send. Nothing typed is lost: see compose/useDraft.
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { ErrorSummary } from '@/components/ErrorSummary';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { ConfirmSend } from '@/features/messages/components/ConfirmSend';
import { mayWait, type PartKey } from '@/features/messages/draft';
import { useSending } from '@/features/messages/send';
import { useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { only } from '../shell/only';
import { mayCompose, maySend, mayWrite } from '../shell/places';
import { AllowReplies } from './compose/AllowReplies';
import { BeforeSend } from './compose/BeforeSend';
import { Letter } from './compose/Letter';
import { tabOf } from './compose/PartTabs';
import { PreviewDrawer } from './compose/PreviewDrawer';
import { PrintOnly } from './compose/PrintOnly';
import { Reaches } from './compose/Reaches';
import { ScheduleDraft } from './compose/ScheduleDraft';
import { Secure } from './compose/Secure';
import { sourceName } from './compose/SendAs';
import { useAsking } from './compose/useAsking';
import { useChecks } from './compose/useChecks';
import { useDraft, type ComposeDraft } from './compose/useDraft';
import { useOutgoing } from './compose/useOutgoing';
import { useRefusals } from './compose/useRefusals';
import './compose/compose.css';

const IfNotRead = lazy(() => import('./compose/IfNotRead'));

export const Component = only(mayCompose, 'compose', Compose, { may: mayWrite, path: '/write' });

function Compose() {
  const { t } = useTranslation();
  useTitle(t('places.compose'));
  const navigate = useNavigate();
  const session = useSession();
  const errorText = useErrorText();
  const { draft, dirty, change: keep, discard, restore, renew, finish } = useDraft();
  const [tab, setTab] = useState<PartKey>('email');
  const [discarding, setDiscarding] = useState(false);
  const [scheduling, setScheduling] = useState(false);
  const [previewing, setPreviewing] = useState(false);
  const preview = () => setPreviewing(true);

  const sends = maySend(session) && !session.earlier;
  const going = useOutgoing(draft);
  const { nobody, ways, emergencies, count, body } = going;
  const sending = useSending(
    draft.key,
    body,
    (message) => {
      finish();
      message.warnings?.forEach((each) => toast(each.message));
      if (message.source !== 'user') toast(t('compose.sentAs', { name: sourceName(t, session, message.source) }));
      void navigate(`/sent/${encodeURIComponent(message.message_id)}`);
    },
  );
  const asking = useAsking(going, () => void sending.send());
  const refusals = useRefusals(sending);
  const { errors, errorOf } = refusals;
  const change = (part: Partial<ComposeDraft>) => { keep(part); refusals.mend(part); };

  const check = useChecks(draft, going);
  const isWhole = () => {
    const failures = check();
    refusals.tell(failures);
    return !failures.length;
  };
  const send = () => { if (sends && isWhole()) asking.ask(); };
  useSendKey(send);
  // The question is answered by sending; what was refused is told on the page.
  const { drop: dropQuestion } = asking;
  useEffect(() => { if (sending.error) dropQuestion(); }, [sending.error, dropQuestion]);
  const goBack = () => { dropQuestion(); sending.goBack(); };

  const drop = () => {
    const dropped = draft;
    setDiscarding(false);
    refusals.mend(draft);
    discard();
    toast(t('compose.discarded'), { undo: () => restore(dropped) });
  };
  const onDiscard = dirty ? () => setDiscarding(true) : undefined;

  return (
    <>
      <header className="page-head"><h1>{t('places.compose')}</h1></header>
      <ErrorSummary errors={errors} attempt={refusals.attempt} onVisit={(field) => { const there = tabOf(field); if (there) setTab(there); }} />
      {sending.error?.kind === 'already' && <AlreadySent onNew={renew} />}
      {sending.error?.kind === 'other' && <Notice tone="bad" live takesFocus title={t('compose.notSent')}>{errorText(sending.error.error)}</Notice>}
      <div className="compose">
        <Letter draft={draft} going={going} onChange={change} tab={tab} onTab={setTab} errors={errors} errorOf={errorOf} />
        {!sends && <PrintOnly onPreview={preview} onDiscard={onDiscard} />}
        {sends && (
          <BeforeSend count={count} ways={ways} isNobody={nobody} priority={draft.priority} onPriority={(priority) => change({ priority })}
            source={going.source} onSource={(source) => change({ source, replies: undefined })} actions={(
              <SendActions busy={sending.busy || asking.busy} onSend={send} onPreview={preview} onSchedule={() => setScheduling(isWhole())} onDiscard={onDiscard} />
            )}>
            <AllowReplies on={going.replies} onChange={(replies) => change({ replies })} source={going.source} />
            <Secure on={Boolean(draft.secure)} onChange={(secure) => change({ secure })} parts={going.parts}
              unable={nobody ? 0 : (count.data?.by_channel.portal?.unreachable ?? 0)} />
            {mayWait(going.parts).length > 0 && (
              <Suspense><IfNotRead parts={mayWait(going.parts)} waits={draft.waits ?? {}} onChange={(waits) => change({ waits })} /></Suspense>
            )}
          </BeforeSend>
        )}
      </div>
      <ConfirmSend sending={sending} question={asking.question} emergencies={emergencies} waits={body().if_not_read} onBack={goBack} onPreview={preview}>
        {(byChannel) => <Reaches outgoing={going} byChannel={byChannel} waits={body().if_not_read} />}
      </ConfirmSend>
      {scheduling && (
        <ScheduleDraft draftKey={draft.key} body={body} emergencies={emergencies} onPreview={preview} onClose={() => setScheduling(false)}
          onScheduled={() => { finish(); void navigate('/scheduled'); }} />
      )}
      <PreviewDrawer outgoing={going} isOpen={previewing} onClose={() => setPreviewing(false)} />
      <Dialog role="alertdialog" title={t('compose.discardTitle')} isOpen={discarding} onClose={() => setDiscarding(false)} actions={(
        <><Button look="danger" onPress={drop}>{t('compose.discard')}</Button><Button autoFocus onPress={() => setDiscarding(false)}>{t('compose.keep')}</Button></>
      )}>
        <p>{t('compose.discardText')}</p>
      </Dialog>
    </>
  );
}

interface SendActionsProps { busy: boolean; onSend: () => void; onSchedule: () => void; onPreview: () => void; onDiscard?: () => void }

function SendActions({ busy, onSend, onSchedule, onPreview, onDiscard }: SendActionsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Button look="send" icon="sent" wide isPending={busy} onPress={onSend}>{busy ? t('compose.sending') : t('compose.send')}</Button>
      <Button icon="eye" wide onPress={onPreview}>{t('preview.button')}</Button>
      <Button icon="clock" wide isDisabled={busy} onPress={onSchedule}>{t('scheduled.button')}</Button>
      {onDiscard && <Button look="quiet" wide isDisabled={busy} onPress={onDiscard}>{t('compose.discard')}</Button>}
    </>
  );
}

function AlreadySent({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Notice tone="warn" live takesFocus title={t('compose.already')}>
      <p>{t('compose.alreadyText')}</p>
      <div className="row" style={{ marginTop: '0.6rem' }}>
        <Button small onPress={() => void navigate('/sent')}>{t('compose.seeSent')}</Button>
        <Button small look="quiet" onPress={onNew}>{t('compose.asNew')}</Button>
      </div>
    </Notice>
  );
}

/** Ctrl or Cmd with Enter sends, from anywhere on the page. */
function useSendKey(send: () => void) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      event.preventDefault();
      send();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
}
