// In plain sentences: until when it stands on the portal, and when what it sends leaves.
import { useTranslation } from 'react-i18next';
import { Notice } from '@/components/States';
import { useFormat } from '@/lib/format';
import { local } from '@/lib/wall-clock';
import { leaving, type Hours, type Leaving } from '../leaving';

export interface Part { channel: 'email' | 'sms' | 'voice'; urgent: boolean }
interface Props {
  start: string;
  end: string;
  /** Those that have not left yet. */
  parts: readonly Part[];
  /** Others have left. */
  hasSent: boolean;
  hours: Hours;
}

const partKeys = {
  email: 'announcements.parts.email', sms: 'announcements.parts.sms', voice: 'announcements.parts.voice',
  urgentSms: 'announcements.parts.urgentSms', urgentVoice: 'announcements.parts.urgentVoice',
} as const;
const nameOf = ({ channel, urgent }: Part) => partKeys[urgent && channel === 'sms' ? 'urgentSms' : urgent && channel === 'voice' ? 'urgentVoice' : channel];

export function Leaves({ start, end, parts, hasSent, hours }: Props) {
  const { t } = useTranslation();
  const { day, list } = useFormat();
  const sentence = useSentence();
  const now = new Date();
  const today = local(now, hours.zone).day;
  const isOn = start <= today;
  const groups = new Map<string, { at: Leaving; parts: Part[] }>();
  for (const part of parts) {
    const at = leaving({ start, end, urgent: part.urgent }, hours, now);
    const key = JSON.stringify(at);
    groups.set(key, { at, parts: [...(groups.get(key)?.parts ?? []), part] });
  }
  return (
    <div className="stack announcement-leaves" role="status">
      <p>{end
        ? t(isOn ? 'announcements.showsNowUntil' : 'announcements.showsUntil', { start: day(start || today), end: day(end) })
        : t(isOn ? 'announcements.showsNow' : 'announcements.shows', { start: day(start || today) })}</p>
      {[...groups.values()].map(({ at, parts: these }) => {
        const said = sentence(at, list(these.map((part) => t(nameOf(part)))), these.length);
        return wakes(at, these) ? <Notice key={said} tone="warn">{said}</Notice> : <p key={said}>{said}</p>;
      })}
      {!parts.length && <p>{t(hasSent ? 'announcements.sendsNoMore' : 'announcements.sendsNothing')}</p>}
    </div>
  );
}

/** A text or a call at midnight rings where people sleep; an email does not. */
const wakes = (at: Leaving, parts: readonly Part[]) => at.when === 'later' && !at.hour && parts.some((part) => part.channel !== 'email');

function useSentence() {
  const { t } = useTranslation();
  const { weekday, hour } = useFormat();
  const said = (at: Leaving, parts: string, count: number) => {
    if (at.when === 'now') return t('announcements.leavesNow', { parts, count });
    if (at.when === 'never') return t('announcements.leavesNever', { parts, count });
    const day = weekday(at.day);
    return at.hour ? t('announcements.leavesAt', { parts, count, day, hour: hour(at.hour) }) : t('announcements.leavesOn', { parts, count, day });
  };
  return (at: Leaving, parts: string, count: number) => capitalized(said(at, parts, count));
}

const capitalized = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);
