// What a school decides for itself: each preference is the district's until it is ticked here.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { Select } from '@/components/Select';
import { toast } from '@/components/Toast';
import type { SchoolSettings } from '@/lib/api/models';
import { zoneAndPlace } from '@/lib/format';
import { useFormat } from '@/lib/format';
import { recipientTypeName } from '@/lib/words';
import { useChangeSchool, type Preference, type SchoolChange } from '../api';
import { preferenceKeys } from '../names';
import { forApi, PreferenceField, preferenceText, type Value } from './PreferenceField';
import { errorAt, SaveBar } from './SaveBar';
import './settings-forms.css';

type Own = Extract<keyof SchoolSettings['preferences'], Preference>;
const own: readonly Own[] = [
  'call_window_not_before', 'call_window_not_after', 'sms_character_limit', 'default_recipient_type', 'always_confirm', 'hide_schedules_from_teachers', 'hide_schedules_from_families',
];
const zones = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu', 'America/Puerto_Rico'];

interface Props { school: SchoolSettings; district: Record<string, Value>; tag: string; canEdit: boolean; canExclude: boolean; onDirty: (dirty: boolean) => void; onReload: () => void }

/** `district`: what holds where the school decided nothing. */
export function SchoolForm({ school, district, tag, canEdit, canExclude, onDirty, onReload }: Props) {
  const { t, i18n } = useTranslation();
  const [draft, setDraft] = useState<Draft>({});
  const [asking, setAsking] = useState(false);
  const change = useChangeSchool(school.school_id, tag);
  const edit = (part: Draft) => {
    change.reset();
    setDraft((now) => ({ ...now, ...part, preferences: { ...now.preferences, ...part.preferences } }));
  };
  const clear = () => { change.reset(); setDraft({}); };
  const dirty = isChanged(school, draft);
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const send = () => { setAsking(false); change.mutate(toChange(draft), { onSuccess: () => { clear(); toast(t('settings.saved')); } }); };
  const save = () => (draft.excluded && !school.excluded ? setAsking(true) : send());
  const text = (name: 'first_year' | 'last_year') => draft[name] ?? school[name];
  const zone = draft.time_zone ?? school.time_zone;
  const zoneChoices = [{ id: '', name: t('settings.districtZone') }, ...[...new Set([...zones, zone])].filter(Boolean).map((id) => ({ id, name: zoneAndPlace(i18n.language, id) }))];
  return (
    <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); if (dirty) save(); }}>
      {school.excluded !== null && (
        <div data-field="excluded">
          <Checkbox isSelected={draft.excluded ?? school.excluded} isDisabled={!canExclude} hint={t('settings.excludedHint')} onChange={(excluded) => edit({ excluded })}>{t('settings.excluded')}</Checkbox>
          {errorAt(change.error, 'excluded') && <p className="field-error">{errorAt(change.error, 'excluded')}</p>}
        </div>
      )}
      <div className="pair">
        <Field label={t('settings.firstYear')} hint={t('settings.openYear')} value={text('first_year')} inputMode="numeric" isDisabled={!canEdit} error={errorAt(change.error, 'first_year')} onChange={(first_year) => edit({ first_year })} />
        <Field label={t('settings.lastYear')} hint={t('settings.openYear')} value={text('last_year')} inputMode="numeric" isDisabled={!canEdit} error={errorAt(change.error, 'last_year')} onChange={(last_year) => edit({ last_year })} />
      </div>
      <Select label={t('settings.timeZone')} choices={zoneChoices} value={zone} isDisabled={!canEdit} onChange={(time_zone) => edit({ time_zone })} />
      <fieldset className="stack own-preferences">
        <legend className="field-label">{t('settings.ownTitle')}</legend>
        <p className="muted small">{t('settings.ownText')}</p>
        {own.map((name) => (
          <OwnPreference key={name} name={name} value={draft.preferences && name in draft.preferences ? draft.preferences[name] : school.preferences[name]} inherited={district[name] ?? ''}
            canEdit={canEdit} error={errorAt(change.error, `preferences.${name}`)} onChange={(value) => edit({ preferences: { [name]: value } })} />
        ))}
      </fieldset>
      {(canEdit || canExclude) && <SaveBar dirty={dirty} busy={change.isPending} error={change.error} onSave={save} onUndo={clear} onReload={() => { clear(); onReload(); }} />}
      <Dialog role="alertdialog" title={t('settings.excludeTitle', { school: school.name })} isOpen={asking} onClose={() => setAsking(false)} actions={(
        <><Button look="danger" onPress={send}>{t('settings.exclude')}</Button><Button autoFocus onPress={() => setAsking(false)}>{t('kit.goBack')}</Button></>
      )}>
        <p>{t('settings.excludeText')}</p>
      </Dialog>
    </form>
  );
}

/** What was typed; null follows the district again. */
type Draft = Omit<SchoolChange, 'preferences'> & { preferences?: Partial<Record<Own, Value | null>> };

function toChange({ preferences, ...fields }: Draft): SchoolChange {
  const names = own.filter((name) => preferences?.[name] !== undefined);
  const decided = names.map((name) => { const value = preferences?.[name] ?? null; return [name, value === null ? null : forApi(name, value)]; });
  return { ...fields, ...(names.length > 0 && { preferences: Object.fromEntries(decided) as SchoolChange['preferences'] }) };
}

function isChanged(school: SchoolSettings, draft: Draft): boolean {
  const fields = (['time_zone', 'excluded', 'first_year', 'last_year'] as const).some((name) => draft[name] !== undefined && draft[name] !== school[name]);
  return fields || own.some((name) => draft.preferences?.[name] !== undefined && draft.preferences[name] !== school.preferences[name]);
}

interface OwnProps { name: Own; value: Value | null | undefined; inherited: Value; canEdit: boolean; error?: string; onChange: (value: Value | null) => void }

function OwnPreference({ name, value, inherited, canEdit, error, onChange }: OwnProps) {
  const { t } = useTranslation();
  const differs = value !== null && value !== undefined;
  const { hour } = useFormat();
  const words = { yes: t('settings.yes'), no: t('settings.no'), none: t('settings.none'), type: (id: string) => recipientTypeName(t, id), hour };
  return (
    <div className="own-preference">
      <Checkbox isSelected={differs} isDisabled={!canEdit} onChange={(on) => onChange(on ? inherited : null)}
        hint={differs ? undefined : t('settings.asDistrict', { value: preferenceText(name, inherited, words) })}>{t('settings.decides', { what: t(preferenceKeys[name]) })}</Checkbox>
      {differs && <PreferenceField name={name} value={value} isDisabled={!canEdit} error={error} onChange={onChange} />}
    </div>
  );
}
