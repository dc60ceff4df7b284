// Do not contact: the addresses of the whole district that nothing is sent to.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { Segments } from '@/components/Segments';
import { Select } from '@/components/Select';
import { StopDialog } from '@/features/settings/components/StopDialog';
import { SuppressionsTable } from '@/features/settings/components/SuppressionsTable';
import { addressed, causesOf, reasonOf, type Filter } from '@/features/settings/suppressions';
import '@/features/settings/components/settings-forms.css';
import { useSettled, useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { useReason } from '@/lib/reasons';
import { useChannelName } from '@/lib/words';
import { only } from '../../shell/only';
import { seesStopped, SettingsHead } from './SettingsHead';

const TYPING_PAUSE_MS = 300;

export const Component = only(seesStopped, 'settings', Stopped);

function Stopped() {
  const { t } = useTranslation();
  const channelName = useChannelName();
  const reason = useReason();
  const canEdit = useSession().edits('edit_contact_settings');
  const [{ channel, cause }, setFilter] = useState<Omit<Filter, 'q'>>({ channel: 'sms' });
  const [q, setQ] = useState('');
  const [entering, setEntering] = useState(false);
  const filter: Filter = { channel, cause, q: useSettled(q.trim(), TYPING_PAUSE_MS) };
  useTitle(t('settings.pages.stopped'));
  const any = { id: 'all' as const, name: t('recipients.all') };
  return (
    <>
      <SettingsHead />
      <p className="muted">{t('stopped.text')} {t('stopped.onRecord')}</p>
      <section className="card pad stopped-filters" aria-label={t('history.filters')}>
        <Segments label={t('stopped.channel')} value={channel} choices={addressed.map((each) => ({ id: each, name: channelName(each) }))} onChange={(next) => setFilter({ channel: next })} />
        <Field label={t('stopped.find')} hint={t('stopped.findHint')} type="search" value={q} onChange={setQ} />
        {!filter.q && (
          <Select label={t('columns.error')} value={cause ?? 'all'} choices={[any, ...causesOf[channel].map((each) => ({ id: each, name: reason({ reason: reasonOf[each], channel }) }))]}
            onChange={(next) => setFilter({ channel, cause: next === 'all' ? undefined : next })} />
        )}
      </section>
      <section className="stack" aria-label={t('history.results')}>
        {canEdit && <div className="row"><Button small icon="plus" onPress={() => setEntering(true)}>{t('stopped.enterTitle')}</Button></div>}
        <SuppressionsTable key={JSON.stringify(filter)} filter={filter} canEdit={canEdit} />
      </section>
      {entering && <StopDialog channel={channel} onClose={(stopped) => { setEntering(false); if (stopped) { setFilter({ channel: stopped }); setQ(''); } }} />}
    </>
  );
}
