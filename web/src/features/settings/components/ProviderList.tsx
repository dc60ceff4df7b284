// Each channel's provider: whether it works, how many emails came back, and letting paused emails go on.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/Badge';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { useErrorText } from '@/components/errors';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useFormat } from '@/lib/format';
import { useSession } from '@/lib/me';
import type { Provider } from '@/lib/api/models';
import { useChannelName } from '@/lib/words';
import { useResumeEmails } from '../api';

export function ProviderList({ providers, canEdit }: { providers: Provider[]; canEdit: boolean }) {
  const channelName = useChannelName();
  const paused = providers.find((each) => each.state === 'paused');
  return (
    <>
      {paused && <Paused provider={paused} canEdit={canEdit} />}
      <ul className="modules">{providers.map((each) => <li key={each.channel}><span>{channelName(each.channel)}</span><State provider={each} /></li>)}</ul>
    </>
  );
}

function State({ provider }: { provider: Provider }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const rate = useRate(provider);
  const since = provider.since ? dateTime(provider.since) : '';
  if (provider.state === 'paused') return <Badge tone="bad">{t('settings.line.paused')}</Badge>;
  if (provider.state === 'down') return <Badge tone="bad">{t('settings.line.down', { since })}</Badge>;
  if (provider.bounces && provider.bounces.verdict !== 'fine') return <Badge tone="late">{t('settings.line.bounces', rate)}</Badge>;
  if (provider.slowed_to !== null) return <Badge tone="late">{t('settings.line.slowed')}</Badge>;
  return <Badge tone="ok">{provider.busy_until ? t('settings.line.busy', { until: dateTime(provider.busy_until) }) : t('settings.line.working')}</Badge>;
}

function useRate({ bounces }: Provider) {
  const { number, percent } = useFormat();
  const emails = bounces?.emails ?? 0;
  return { rate: percent(emails ? (bounces?.bounced ?? 0) / emails : 0), emails: number(emails), bounced: number(bounces?.bounced ?? 0) };
}

function Paused({ provider, canEdit }: { provider: Provider; canEdit: boolean }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const errorText = useErrorText();
  const { earlier } = useSession();
  const [asking, setAsking] = useState(false);
  const resume = useResumeEmails();
  const rate = useRate(provider);
  const close = () => { setAsking(false); resume.reset(); };
  const letGo = () => resume.mutate(undefined, { onSuccess: () => { close(); toast(t('settings.line.resumed')); } });
  return (
    <Notice tone="bad" title={t('settings.line.pausedTitle', { since: provider.since ? dateTime(provider.since) : '' })}>
      <div className="stack">
        <p>{t('settings.line.pausedText', rate)}</p>
        {canEdit && <div><Button isDisabled={earlier !== null} onPress={() => setAsking(true)}>{t('settings.line.resume')}</Button></div>}
      </div>
      <Dialog role="alertdialog" title={t('settings.line.resumeTitle')} isOpen={asking} onClose={close} mustAnswer={resume.isPending} actions={(
        <><Button look="primary" isPending={resume.isPending} onPress={letGo}>{t('settings.line.resume')}</Button><Button autoFocus isDisabled={resume.isPending} onPress={close}>{t('kit.goBack')}</Button></>
      )}>
        <p>{t('settings.line.resumeText')}</p>
        {resume.error && <Notice tone="bad" title={t('settings.line.notResumed')}>{errorText(resume.error)}</Notice>}
      </Dialog>
    </Notice>
  );
}
