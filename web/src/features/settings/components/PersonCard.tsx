// One person of a student's record: each number and address with what it may be used for.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { toast } from '@/components/Toast';
import type { PersonSettings } from '@/lib/api/models';
import { phoneText } from '@/lib/phone';
import { useChangePerson, type PersonChange } from '../api';
import { flagKeys } from '../names';
import { errorAt, SaveBar } from './SaveBar';
import { StoppedMarks } from './StoppedMarks';
import './settings-forms.css';

type Flag = keyof typeof flagKeys;
const flags: readonly Flag[] = ['callout', 'blocked', 'sms', 'unsubscribed'];
/** What was ticked or unticked, under "place flag". */
type Draft = Record<string, boolean>;

interface Props { studentId: string; person: PersonSettings; tag: string; canEdit: boolean; onDirty: (dirty: boolean) => void; onReload: () => void }

export function PersonCard({ studentId, person, tag, canEdit, onDirty, onReload }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>({});
  const change = useChangePerson(studentId, person.contact_id, tag);
  const settle = (next: Draft) => { setDraft(next); onDirty(Object.keys(next).length > 0); };
  const box = (key: string, saved: boolean, label: string, hint?: string) => (
    <Checkbox key={key} isSelected={draft[key] ?? saved} isDisabled={!canEdit} hint={hint} onChange={(on) => {
      change.reset();
      const others = Object.entries(draft).filter(([each]) => each !== key);
      settle(Object.fromEntries(on === saved ? others : [...others, [key, on]]));
    }}>{label}</Checkbox>
  );
  const save = () => change.mutate(toChange(person, draft), { onSuccess: () => { settle({}); toast(t('settings.saved')); } });
  const isStudent = person.contact_id === '';
  const about = [isStudent ? t('settings.student') : person.relationship, person.custodial && t('settings.custodial')].filter(Boolean).join(' · ');
  return (
    <section className="card pad stack" aria-labelledby={`person-${person.contact_id}`}>
      <div><h2 id={`person-${person.contact_id}`}>{person.name}</h2>{about && <p className="muted small">{about}</p>}</div>
      <ul className="person-places">
        {person.phones.map((p) => (
          <li key={p.number} className="person-place"><strong>{phoneText(p.number)}</strong>
            <div role="group" aria-label={phoneText(p.number)} className="person-flags">{flags.map((flag) => box(`${p.number} ${flag}`, p[flag], t(flagKeys[flag])))}</div>
            <StoppedMarks address={phoneText(p.number)} places={p.suppressed} studentId={studentId} canEdit={canEdit} /></li>
        ))}
        {person.emails.map((e) => (
          <li key={e.address} className="person-place"><strong>{e.address}</strong>
            <div role="group" aria-label={e.address} className="person-flags">{box(`${e.address} unsubscribed`, e.unsubscribed, t('settings.flags.unsubscribed'))}</div>
            <StoppedMarks address={e.address} places={e.suppressed} studentId={studentId} canEdit={canEdit} /></li>
        ))}
      </ul>
      {!person.phones.length && !person.emails.length && <p className="muted">{t('settings.noPlaces')}</p>}
      {person.email_opt_out !== null && box('email_opt_out', person.email_opt_out, t('settings.flags.emailOptOut'), t('settings.flags.emailOptOutHint'))}
      {errorAt(change.error, 'phones') && <p className="field-error">{errorAt(change.error, 'phones')}</p>}
      {canEdit && (Object.keys(draft).length > 0 || change.error !== null) && (
        <SaveBar dirty={Object.keys(draft).length > 0} busy={change.isPending} error={change.error} onSave={save} onUndo={() => { change.reset(); settle({}); }} onReload={() => { change.reset(); settle({}); onReload(); }} />
      )}
    </section>
  );
}

function toChange(person: PersonSettings, draft: Draft): PersonChange {
  const set = (place: string) => Object.fromEntries(flags.flatMap((flag) => {
    const value = draft[`${place} ${flag}`];
    return value === undefined ? [] : [[flag, value]];
  }));
  return {
    phones: person.phones.map((p) => ({ number: p.number, ...set(p.number) })).filter((p) => Object.keys(p).length > 1),
    emails: person.emails.flatMap((e) => { const value = draft[`${e.address} unsubscribed`]; return value === undefined ? [] : [{ address: e.address, unsubscribed: value }]; }),
    ...(draft.email_opt_out !== undefined && { email_opt_out: draft.email_opt_out }),
  };
}
