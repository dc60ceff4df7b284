// What somebody sets for themselves. What the district set for everybody is shown, and locked (SET-02).
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { LoadFailed, Skeleton } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import type { MySettings } from '@/lib/api/models';
import { useChangeMySettings, useMySettings, type MySetting } from '../api';
import { mySettingKeys } from '../names';
import { errorAt, SaveBar } from './SaveBar';

const order: readonly MySetting[] = ['push_always', 'email_opt_out', 'allows_replies', 'hidden_from_search'];

/** `onDirty` is told whether something is not saved yet. */
export function MySettingsForm({ onDirty }: { onDirty: (dirty: boolean) => void }) {
  const errorText = useErrorText();
  const settings = useMySettings();
  if (settings.isPending) return <Skeleton lines={4} />;
  if (!settings.data) return <LoadFailed message={errorText(settings.error)} onRetry={() => void settings.refetch()} />;
  return <Form settings={settings.data.value} tag={settings.data.tag} onDirty={onDirty} onReload={() => void settings.refetch()} />;
}

function Form({ settings, tag, onDirty, onReload }: { settings: MySettings; tag: string; onDirty: (dirty: boolean) => void; onReload: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Partial<Record<MySetting, boolean>>>({});
  const change = useChangeMySettings(tag);
  const shown = order.filter((name) => typeof settings[name] === 'boolean');
  const now = (name: MySetting) => draft[name] ?? settings[name] === true;
  const dirty = shown.some((name) => now(name) !== settings[name]);
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const save = () => change.mutate(Object.fromEntries(shown.map((name) => [name, now(name)])), {
    onSuccess: () => { setDraft({}); toast(t('settings.saved')); },
  });
  return (
    <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); if (dirty) save(); }}>
      {shown.map((name) => {
        const isLocked = settings.locked.includes(name);
        return (
          <div key={name} data-field={name}>
            <Checkbox isSelected={now(name)} isDisabled={isLocked} hint={isLocked ? t('settings.mine.locked') : t(mySettingKeys[name].hint)}
              onChange={(on) => { change.reset(); setDraft((before) => ({ ...before, [name]: on })); }}>
              {t(mySettingKeys[name].label)}
            </Checkbox>
            {errorAt(change.error, name) && <p className="field-error">{errorAt(change.error, name)}</p>}
          </div>
        );
      })}
      <SaveBar dirty={dirty} busy={change.isPending} error={change.error} onSave={save} onUndo={() => { change.reset(); setDraft({}); }}
        onReload={() => { change.reset(); onReload(); }} />
    </form>
  );
}
