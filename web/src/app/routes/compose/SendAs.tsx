// As whom recipients see the message: oneself, the school the session is set to, or the district (COMP-16, COMP-19).
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Select, type Choice } from '@/components/Select';
import type { Source } from '@/features/messages/draft';
import { useSession, type Session } from '@/lib/me';

/** Those that are offered here. Of an excluded school the district is the school, and stands there once (XSCH-06). */
export function sourcesFor({ can, school }: Session): Source[] {
  const asOne = school?.sends_as_school ?? false;
  const sources: Source[] = ['user'];
  if (school && (can('send_from_school') || (asOne && can('send_from_district')))) sources.push('school');
  if (!asOne && can('send_from_district')) sources.push('district');
  return sources;
}

/** The draft's choice, if it is still offered. */
export function sourceOf(session: Session, chosen: Source | undefined): Source {
  const wanted = chosen === 'district' && session.school?.sends_as_school ? 'school' : (chosen ?? 'user');
  return sourcesFor(session).includes(wanted) ? wanted : 'user';
}

export function sourceName(t: TFunction, { me, school }: Session, source: Source): string {
  if (source === 'district') return me.district.name;
  return source === 'school' ? (school?.name ?? '') : t('compose.asMyself', { name: me.name });
}

export function SendAs({ value, onChange }: { value: Source; onChange: (source: Source) => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const choices: Choice<Source>[] = sourcesFor(session).map((id) => ({ id, name: sourceName(t, session, id) }));
  if (choices.length === 1) return null;
  return (
    <div className="stack" data-field="source">
      <Select label={t('compose.sendAs')} choices={choices} value={value} onChange={onChange} />
      {value !== 'user' && <p className="muted small">{t('compose.sendAsHint', { name: sourceName(t, session, value) })}</p>}
    </div>
  );
}
