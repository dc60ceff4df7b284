// Compose: to whom, what, and the moment before Send. Nothing typed is lost: see compose/useDraft.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { ErrorSummary } from '@/components/ErrorSummary';
import { EmptyState, Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { useAudienceCount } from '@/features/audience/api';
import { isNobody, picksStudents, toAudience } from '@/features/audience/choice';
import { ChosenOf, LeftOut, ReachLines } from '@/features/audience/components/Reach';
import { RecipientPicker } from '@/features/audience/components/RecipientPicker';
import { checkDraft, type CheckCode } from '@/features/messages/checks';
import { ConfirmSend } from '@/features/messages/components/ConfirmSend';
import { emergenciesOf, partsOf, toNewMessage, within, type PartKey } from '@/features/messages/draft';
import { useSending } from '@/features/messages/send';
import { channels } from '@/lib/api/models';
import { useSettled, useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { mayCompose } from '../shell/places';
import { BeforeSend } from './compose/BeforeSend';
import { ScheduleDraft } from './compose/ScheduleDraft';
import { Secure } from './compose/Secure';
import { PartTabs, tabOf } from './compose/PartTabs';
import { sourceName, sourceOf } from './compose/SendAs';
import { useDraft, type ComposeDraft } from './compose/useDraft';
import { useRefusals } from './compose/useRefusals';
import './compose/compose.css';

export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  useTitle(t('places.compose'));
  if (!mayCompose(session)) return <EmptyState isPage icon="compose" title={t('compose.notAllowed')}>{t('compose.notAllowedText')}</EmptyState>;
  return <Compose />;
}

const COUNT_PAUSE_MS = 250;
const checkKeys = {
  noRecipients: 'checks.noRecipients', noType: 'checks.noType', noPart: 'checks.noPart', smsTooLong: 'checks.smsTooLong', voiceTooLong: 'checks.voiceTooLong',
} as const satisfies Record<CheckCode, string>;

function Compose() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const { me, school, can } = session;
  const errorText = useErrorText();
  const { draft, dirty, change: keep, discard, restore, renew, finish } = useDraft();
  const [tab, setTab] = useState<PartKey>('email');
  const [discarding, setDiscarding] = useState(false);
  const [scheduling, setScheduling] = useState(false);

  const nobody = isNobody(draft.choice);
  const audience = toAudience(draft.choice);
  const outgoing = within(draft, { sms: can('send_sms'), voice: can('phone_calls'), push: can('push') }, sourceOf(session, draft.source));
  const settings = outgoing.source === 'district' ? me.settings : session.settings;
  const ways = channels.filter((c) => c === 'portal' || partsOf(outgoing).includes(c));
  const counted = useSettled(JSON.stringify({ audience, parts: partsOf(outgoing), emergency: emergenciesOf(outgoing), secure: draft.secure }), COUNT_PAUSE_MS);
  const count = useAudienceCount(...countArguments(counted));
  const body = (confirmed?: number) => toNewMessage(outgoing, school?.school_id ?? '', audience, confirmed);
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
  const refusals = useRefusals(sending);
  const { errors, errorOf } = refusals;
  const change = (part: Partial<ComposeDraft>) => { keep(part); refusals.mend(part); };

  const isWhole = () => {
    const whom = { nobody, typeMissing: audience.students === null && picksStudents(draft.choice) };
    const failures = checkDraft(outgoing, whom, settings)
      .map(({ field, code }) => ({ field, message: t(checkKeys[code], { sms: settings.sms_character_limit, voice: settings.call_character_limit }) }));
    refusals.tell(failures);
    return !failures.length;
  };
  const send = () => { if (isWhole()) void sending.send(); };
  useSendKey(send);

  const drop = () => {
    const dropped = draft;
    setDiscarding(false);
    refusals.mend(draft);
    discard();
    toast(t('compose.discarded'), { undo: () => restore(dropped) });
  };

  return (
    <>
      <header className="page-head"><h1>{t('places.compose')}</h1></header>
      <ErrorSummary errors={errors} attempt={refusals.attempt} onVisit={(field) => { const there = tabOf(field); if (there) setTab(there); }} />
      {sending.error?.kind === 'already' && <AlreadySent onNew={renew} />}
      {sending.error?.kind === 'other' && <Notice tone="bad" live takesFocus title={t('compose.notSent')}>{errorText(sending.error.error)}</Notice>}
      <div className="compose">
        <div className="compose-main">
          <section className="card pad stack" aria-labelledby="to-title" data-field="audience">
            <div className="row"><h2 id="to-title">{t('compose.to')}</h2>{!nobody && count.data && <div className="push-end"><ChosenOf count={count.data} /></div>}</div>
            {errorOf('audience') && <p className="field-error">{errorOf('audience')}</p>}
            <RecipientPicker choice={draft.choice} onChange={(choice) => change({ choice })} />
            {!nobody && count.data && <LeftOut count={count.data} picks={draft.choice.picks} />}
          </section>
          <section className="card pad stack" aria-labelledby="parts-title" data-field="parts">
            <div className="row"><h2 id="parts-title">{t('compose.message')}</h2><p className="muted small push-end">{t('compose.portalNote')}</p></div>
            {errors.find((e) => e.field === 'parts') && <p className="field-error">{errorOf('parts')}</p>}
            <PartTabs draft={draft} onChange={change} selected={tab} onSelect={setTab} errorOf={errorOf} settings={settings} />
          </section>
        </div>
        <BeforeSend count={count} ways={ways} isNobody={nobody} priority={draft.priority} onPriority={(priority) => change({ priority })}
          source={outgoing.source ?? 'user'} onSource={(source) => change({ source })}
          busy={sending.busy} onSend={send} onSchedule={() => setScheduling(isWhole())} onDiscard={dirty ? () => setDiscarding(true) : undefined}>
          <Secure on={Boolean(draft.secure)} onChange={(secure) => change({ secure })} parts={partsOf(outgoing)}
            unable={nobody ? 0 : (count.data?.by_channel.portal?.unreachable ?? 0)} />
        </BeforeSend>
      </div>
      <ConfirmSend sending={sending} emergencies={emergenciesOf(outgoing)}><ReachLines byChannel={sending.confirmation?.byChannel ?? {}} order={ways} /></ConfirmSend>
      {scheduling && <ScheduleDraft draftKey={draft.key} body={body} onClose={() => setScheduling(false)} onScheduled={() => { finish(); void navigate('/scheduled'); }} />}
      <Dialog role="alertdialog" title={t('compose.discardTitle')} isOpen={discarding} onClose={() => setDiscarding(false)} actions={(
        <><Button look="danger" onPress={drop}>{t('compose.discard')}</Button><Button autoFocus onPress={() => setDiscarding(false)}>{t('compose.keep')}</Button></>
      )}>
        <p>{t('compose.discardText')}</p>
      </Dialog>
    </>
  );
}

type CountArguments = Parameters<typeof useAudienceCount>;
function countArguments(counted: string): CountArguments {
  const { audience, parts, emergency, secure } = JSON.parse(counted) as {
    audience: CountArguments[0]; parts: CountArguments[1]; emergency: CountArguments[2]; secure?: boolean;
  };
  return [audience, parts, emergency, Boolean(secure)];
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
