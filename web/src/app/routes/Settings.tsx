import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '@/components/Button';
import { LeaveGuard } from '@/components/LeaveGuard';
import { Segments } from '@/components/Segments';
import { Skeleton } from '@/components/States';
import { toast } from '@/components/Toast';
import { DeviceList } from '@/features/devices/components/DeviceList';
import { MySettingsForm } from '@/features/settings/components/MySettingsForm';
import { MyStops } from '@/features/settings/components/MyStops';
import { appearance, setAppearance, type Appearance } from '@/lib/appearance';
import { useTitle } from '@/lib/hooks';
import { languages, setLanguage, type Language } from '@/lib/i18n';
import { useSession } from '@/lib/me';
import { mayCompose, maySeeGroups } from '../shell/places';
import { SettingsHead } from './settings/SettingsHead';
import './settings.css';

const Signatures = lazy(() => import('./settings/Signatures'));

export function Component() {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const { me, can } = session;
  const [look, setLook] = useState(appearance());
  const [isUnsaved, setUnsaved] = useState(false);
  const [isUnsigned, setUnsigned] = useState(false);
  useTitle(t('places.settings'));
  const choose = (next: Appearance) => { setAppearance(next); setLook(next); };
  const speak = (next: Language) => void setLanguage(next).then(() => toast(i18n.t('settings.languageSet')));
  return (
    <>
      <SettingsHead />
      <LeaveGuard active={isUnsaved || isUnsigned} />
      <section className="card pad settings">
        <div><h2>{t('settings.you')}</h2></div>
        <dl className="settings-you">
          <dt>{t('columns.name')}</dt><dd>{me.name}</dd>
          {me.email && <><dt>{t('channels.email')}</dt><dd>{me.email}</dd></>}
          <dt>{t('settings.profiles')}</dt><dd>{me.profiles.map((p) => p.title).join(', ')}</dd>
          {me.schools.length > 0 && <><dt>{t('settings.schools')}</dt><dd>{me.schools.map((s) => s.name).join(', ')}</dd></>}
        </dl>
      </section>
      {can('communication') && (
        <section className="card pad settings">
          <div><h2>{t('settings.mine.title')}</h2><p className="muted small">{t('settings.mine.text')}</p></div>
          <div className="stack"><MyStops /><MySettingsForm onDirty={setUnsaved} /></div>
        </section>
      )}
      {mayCompose(session) && (
        <section className="card pad settings">
          <div><h2>{t('signature.title')}</h2><p className="muted small">{t('signature.about')}</p></div>
          <div className="signatures"><Suspense fallback={<Skeleton lines={6} />}><Signatures onDirty={setUnsigned} /></Suspense></div>
        </section>
      )}
      <section className="card pad settings">
        <div><h2>{t('settings.look')}</h2><p className="muted small">{t('settings.lookText')}</p></div>
        <div className="stack">
          <Segments label={t('settings.appearance')} value={look} onChange={choose} choices={[
            { id: 'system', name: t('settings.system') }, { id: 'light', name: t('settings.light') }, { id: 'dark', name: t('settings.dark') },
          ]} />
          <Segments label={t('settings.language')} value={i18n.language as Language} onChange={speak} choices={languages} />
        </div>
      </section>
      {maySeeGroups(session) && (
        <section className="card pad settings">
          <div><h2>{t('groups.title')}</h2><p className="muted small">{t('groups.about')}</p></div>
          <div><LinkButton icon="people" to="/groups">{t('groups.manage')}</LinkButton></div>
        </section>
      )}
      <section className="card pad settings">
        <div><h2>{t('settings.devices')}</h2><p className="muted small">{t('settings.devicesText')}</p></div>
        <DeviceList />
      </section>
    </>
  );
}
