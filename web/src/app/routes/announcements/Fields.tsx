// The fields of an announcement, each with its API name and, if it was refused, why.
import { useTranslation } from 'react-i18next';
import { DateInput, Field } from '@/components/Field';
import { Select } from '@/components/Select';
import { Grades } from '@/features/announcements/components/Grades';
import { Schools } from '@/features/announcements/components/Schools';
import { Ticks } from '@/features/announcements/components/Ticks';
import { roles, useAnnouncementWords } from '@/features/announcements/words';
import { LetterEditor } from '@/features/content/components/LetterEditor';
import type { AnnouncementWhole, Me } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { recipientTypeHint, recipientTypeName } from '@/lib/words';
import { Parts } from './Parts';
import { isLongTitle } from './checks';
import { contactsFor, withRoles, type AnnouncementDraft, type Attached } from './draft';

interface Change {
  draft: AnnouncementDraft;
  onChange: (part: Partial<AnnouncementDraft>) => void;
  errorOf: (field: string) => string | undefined;
}
interface Props extends Change {
  settings: Pick<Me['settings'], 'sms_character_limit' | 'call_character_limit'>;
  tab: Attached | null;
  onTab: (tab: Attached | null) => void;
  kept?: AnnouncementWhole;
}

export function Fields({ settings, tab, onTab, kept, ...change }: Props) {
  const { t } = useTranslation();
  return (
    <div className="compose-main">
      <section className="card pad stack" aria-labelledby="says-title"><h2 id="says-title">{t('announcements.says')}</h2><Says {...change} /></section>
      <section className="card pad stack" aria-labelledby="for-title"><h2 id="for-title">{t('announcements.forWhom')}</h2><ForWhom {...change} /></section>
      <section className="card pad stack" aria-labelledby="days-title"><h2 id="days-title">{t('announcements.when')}</h2><Days {...change} /></section>
      <section className="card pad stack" aria-labelledby="parts-title" data-field="parts">
        <div><h2 id="parts-title">{t('announcements.sendToo')}</h2><p className="muted small">{t('announcements.sendTooText')}</p></div>
        <Parts {...change} settings={settings} selected={tab} onSelect={onTab} kept={kept} />
      </section>
    </div>
  );
}

function Says({ draft, onChange, errorOf }: Change) {
  const { t } = useTranslation();
  return (
    <>
      <div data-field="title"><Field label={t('announcements.title')} value={draft.title} onChange={(title) => onChange({ title })} error={errorOf('title') ?? (isLongTitle(draft.title) ? t('announcements.checks.longTitle') : undefined)} /></div>
      <div data-field="html" className="field"><p className="field-label">{t('announcements.body')}</p><LetterEditor withoutFields label={t('announcements.body')} html={draft.html} onHtml={(html) => onChange({ html })} error={errorOf('html')} /></div>
    </>
  );
}

function ForWhom({ draft, onChange, errorOf }: Change) {
  const { t } = useTranslation();
  const { role } = useAnnouncementWords();
  const { me } = useSession();
  const seesItself = !draft.roles.length || draft.roles.some((each) => me.roles.includes(each));
  const families = draft.roles.includes('parent') || draft.roles.includes('student');
  const contacts = contactsFor(draft.roles).map((id) => ({ id, name: recipientTypeName(t, id), hint: recipientTypeHint(t, id) }));
  return (
    <>
      <div data-field="roles">
        <Ticks legend={t('announcements.audience')} hint={seesItself ? undefined : t('announcements.notYou')} choices={roles.map((id) => ({ id, name: role(id) }))} chosen={draft.roles} onChange={(next) => onChange(withRoles(draft, next))} error={errorOf('roles')} />
      </div>
      {draft.roles.includes('parent') && draft.attached.length > 0 && (
        <div data-field="student_contacts">
          <Select label={t('announcements.contactsLabel')} choices={contacts} value={draft.contacts} onChange={(next) => onChange({ contacts: next })} />
          {errorOf('student_contacts') && <p className="field-error">{errorOf('student_contacts')}</p>}
        </div>
      )}
      <div data-field="school_ids"><Schools everywhere={draft.everywhere} schools={draft.schools} onChange={onChange} error={errorOf('school_ids')} /></div>
      {families && <div data-field="grades"><Grades everywhere={draft.everywhere} schools={draft.schools} grades={draft.grades} onChange={(grades) => onChange({ grades })} error={errorOf('grades')} /></div>}
    </>
  );
}

function Days({ draft, onChange, errorOf }: Change) {
  const { t } = useTranslation();
  return (
    <div className="announcement-days">
      <div data-field="start"><DateInput label={t('announcements.start')} value={draft.start} onChange={(start) => onChange({ start })} error={errorOf('start')} /></div>
      <div data-field="end"><Field type="date" label={t('announcements.end')} hint={t('announcements.endHint')} value={draft.end} onChange={(end) => onChange({ end })} error={errorOf('end')} /></div>
      <div data-field="sort_order"><Field label={t('announcements.order')} hint={t('announcements.orderHint')} inputMode="numeric" value={draft.order} onChange={(order) => onChange({ order })} error={errorOf('sort_order')} /></div>
    </div>
  );
}
