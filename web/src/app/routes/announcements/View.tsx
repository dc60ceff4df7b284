// An announcement for who may see it and not change it (PERM-A18).
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/Badge';
import { SafeHtml } from '@/components/SafeHtml';
import { stateTones, useAnnouncementWords } from '@/features/announcements/words';
import type { AnnouncementWhole } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useChannelName } from '@/lib/words';
import { PartText } from './SentPart';
import { attachable } from './draft';

export function View({ announcement }: { announcement: AnnouncementWhole }) {
  const { t } = useTranslation();
  const { day, list } = useFormat();
  const words = useAnnouncementWords();
  const channelName = useChannelName();
  const { title, state, start, end, html, roles, school_ids: schools, grades, posted_by: author } = announcement;
  const facts = [
    [t('announcements.start'), day(start)], [t('announcements.end'), end ? day(end) : t('announcements.noEnd')], [t('announcements.audience'), words.roles(roles)],
    [t('announcements.schools'), words.schools(schools)], [t('announcements.grades'), list(grades)], [t('announcements.postedBy'), author.name],
  ].filter(([, fact]) => fact);
  return (
    <>
      <header className="page-head"><h1>{title}</h1><Badge tone={stateTones[state]}>{words.state(state)}</Badge></header>
      <p className="muted">{t('announcements.viewOnly')}</p>
      {html && <section className="card pad" aria-label={t('announcements.says')}><SafeHtml html={html} /></section>}
      <dl className="card pad announcement-facts">{facts.map(([name, fact]) => <div key={name}><dt>{name}</dt><dd>{fact}</dd></div>)}</dl>
      {attachable.filter((part) => announcement.parts[part]).map((part) => (
        <section key={part} className="card pad stack" aria-labelledby={`part-${part}`}><h2 id={`part-${part}`}>{channelName(part)}</h2><PartText part={part} kept={announcement} /></section>
      ))}
    </>
  );
}
