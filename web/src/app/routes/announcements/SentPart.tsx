// A part that has been sent: it is not sent again, and stays as it was (ANN-25).
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { SafeHtml } from '@/components/SafeHtml';
import { Notice } from '@/components/States';
import type { AnnouncementWhole } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useSession } from '@/lib/me';
import { maySeeSent } from '../../shell/places';
import type { Attached } from './draft';

interface Props { part: Attached; sent: AnnouncementWhole['sent'][number]; kept: AnnouncementWhole }

export function SentPart({ part, sent, kept }: Props) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const session = useSession();
  return (
    <div className="stack">
      <Notice tone="ok" title={t('announcements.sentAt', { when: dateTime(sent.sent_at) })}>
        {sent.note && <p>{sent.note}</p>}
        <p>{t('announcements.sentText')}</p>
        {maySeeSent(session) && <p><Link to={`/sent/${encodeURIComponent(sent.message_id)}`} state={{ announcement: kept.announcement_id }}>{t('announcements.sentSee')}</Link></p>}
      </Notice>
      <PartText part={part} kept={kept} />
    </div>
  );
}

/** What a part says, to be read only. */
export function PartText({ part, kept: { html, parts } }: { part: Attached; kept: AnnouncementWhole }) {
  const { t } = useTranslation();
  if (part === 'email') return <SafeHtml html={parts.email?.html || html} />;
  const text = part === 'sms' ? parts.sms?.text : parts.voice?.text;
  return <p className="announcement-text">{text || t('announcements.recorded')}</p>;
}
