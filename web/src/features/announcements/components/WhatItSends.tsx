// What an announcement sends as well, and when it left or leaves; a warning where something of it has not left.
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import type { Announcement } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useChannelName } from '@/lib/words';

export function WhatItSends({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation();
  const { short, exact, day } = useFormat();
  const { channels, sent, problem, state, start } = announcement;
  const pending = channels.filter((each) => !sent.some((message) => message.channels.includes(each)));
  return (
    <div className="announcement-sends">
      {sent.map((each) => <div key={each.message_id} title={exact(each.sent_at)}><Channels of={each.channels} /> {t('announcements.left', { when: short(each.sent_at) })}</div>)}
      {pending.length > 0 && <div><Channels of={pending} /> {state === 'planned' && !problem ? t('announcements.leaves', { day: day(start) }) : t('announcements.notLeft')}</div>}
      {problem && <span title={problem} className="announcement-problem"><Icon name="warn" size={18} /><span className="visually-hidden">{problem}</span></span>}
    </div>
  );
}

function Channels({ of }: { of: Announcement['channels'] }) {
  const channelName = useChannelName();
  return <span className="part-icons">{of.map((each) => <span key={each} title={channelName(each)}><Icon name={each} size={18} /><span className="visually-hidden">{channelName(each)}</span></span>)}</span>;
}
