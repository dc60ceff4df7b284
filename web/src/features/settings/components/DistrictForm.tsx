// What the district decides for all its schools, and the modules that the operator switched.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/Badge';
import { LeaveGuard } from '@/components/LeaveGuard';
import { toast } from '@/components/Toast';
import type { DistrictSettings } from '@/lib/api/models';
import { useChangeDistrict, type Preference } from '../api';
import { moduleKeys } from '../names';
import { forApi, PreferenceField, type Value } from './PreferenceField';
import { errorAt, SaveBar } from './SaveBar';
import './settings-forms.css';

type Draft = Partial<Record<Preference, Value>>;

export function DistrictForm({ settings, tag, canEdit, onReload }: { settings: DistrictSettings; tag: string; canEdit: boolean; onReload: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>({});
  const change = useChangeDistrict(tag);
  const saved = (name: Preference): Value => settings.preferences[name] ?? settings.in_effect[name] ?? '';
  const changed = (Object.keys(draft) as Preference[]).filter((name) => forApi(name, draft[name] ?? '') !== forApi(name, saved(name)));
  const dirty = changed.length > 0;
  const save = () => change.mutate(Object.fromEntries(changed.map((name) => [name, forApi(name, draft[name] ?? '')])), {
    onSuccess: () => { setDraft({}); toast(t('settings.saved')); },
  });
  const field = (name: Preference, hint?: string) => (
    <PreferenceField name={name} value={draft[name] ?? saved(name)} hint={hint} isDisabled={!canEdit} error={errorAt(change.error, `preferences.${name}`)}
      onChange={(value) => { change.reset(); setDraft((now) => ({ ...now, [name]: value })); }} />
  );
  return (
    <>
      <LeaveGuard active={dirty} />
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); if (dirty) save(); }}>
        <section className="card pad settings">
          <div><h2>{t('settings.sending')}</h2><p className="muted small">{t('settings.sendingText')}</p></div>
          <div className="stack">
            <div className="pair">{field('call_window_not_before', t('settings.prefs.windowHint'))}{field('call_window_not_after', t('settings.prefs.windowHint'))}</div>
            {field('window_follows_recipient', t('settings.prefs.windowFollowsHint'))}
            {field('sms_character_limit', t('settings.prefs.smsLimitHint'))}
            {field('default_recipient_type')}
            {field('always_confirm', t('settings.prefs.alwaysConfirmHint'))}
            {field('one_per_address', t('settings.prefs.onePerAddressHint'))}
            {field('help_contact', t('settings.prefs.helpContactHint'))}
          </div>
        </section>
        <section className="card pad settings">
          <div><h2>{t('settings.schoolYear')}</h2></div>
          <div className="stack">
            {field('session_year', t('settings.yearHint'))}
            {field('hide_schedules_from_teachers')}
            {field('hide_schedules_from_families')}
          </div>
        </section>
        <section className="card pad settings">
          <div><h2>{t('settings.mine.forAll')}</h2><p className="muted small">{t('settings.mine.forAllText')}</p></div>
          <div className="stack">{field('everybody_push_always')}{field('everybody_email_opt_out')}{field('everybody_allows_replies')}</div>
        </section>
        <section className="card pad settings">
          <div><h2>{t('settings.rates')}</h2><p className="muted small">{t('settings.ratesText')}</p></div>
          <div className="stack">
            <div className="pair">{field('emails_per_second')}{field('texts_per_second')}{field('calls_per_minute')}</div>
            <div className="pair">{field('texts_per_second_per_number', t('settings.prefs.numberHint'))}{field('calls_per_minute_per_number', t('settings.prefs.numberHint'))}</div>
          </div>
        </section>
        {canEdit && <SaveBar dirty={dirty} busy={change.isPending} error={change.error} onSave={save} onUndo={() => { change.reset(); setDraft({}); }} onReload={() => { change.reset(); onReload(); }} />}
      </form>
      <Modules settings={settings} />
    </>
  );
}

function Modules({ settings }: { settings: DistrictSettings }) {
  const { t } = useTranslation();
  const names = Object.keys(moduleKeys) as (keyof typeof moduleKeys)[];
  return (
    <section className="card pad settings">
      <div><h2>{t('settings.moduleTitle')}</h2><p className="muted small">{t('settings.moduleText')}</p></div>
      <ul className="modules">
        {names.map((name) => (
          <li key={name}><span>{t(moduleKeys[name])}</span><Badge tone={settings.modules[name] ? 'ok' : 'mute'}>{settings.modules[name] ? t('settings.on') : t('settings.off')}</Badge></li>
        ))}
        <li><span>{t('settings.callMinutes')}</span><span className="num">{settings.call_minutes}</span></li>
      </ul>
    </section>
  );
}
