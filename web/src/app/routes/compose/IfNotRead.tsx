// What waits: a push, a text or a call that goes only to those who have neither read nor answered by then.
import { useTranslation } from 'react-i18next';
import { Select } from '@/components/Select';
import type { Waiting, Waits } from '@/features/messages/draft';
import { useChannelName, useWaiting } from '@/lib/words';

const MINUTES = [15, 30, 60, 120, 240] as const;

interface Props {
  /** Those of the parts that may wait. */
  parts: readonly Waiting[];
  waits: Waits;
  onChange: (waits: Waits) => void;
}

export default function IfNotRead({ parts, waits, onChange }: Props) {
  const { t } = useTranslation();
  const channelName = useChannelName();
  const time = useWaiting();
  const choices = (chosen?: number) => [
    { id: 'now', name: t('ifNotRead.atOnce') },
    ...[...new Set([...MINUTES, ...(chosen ? [chosen] : [])])].sort((a, b) => a - b).map((minutes) => ({ id: String(minutes), name: time(minutes) })),
  ];
  const set = (part: Waiting, chosen: string) => onChange({ ...waits, [part]: chosen === 'now' ? undefined : Number(chosen) });
  return (
    <fieldset className="if-not-read" data-field="if_not_read">
      <legend className="field-label">{t('ifNotRead.title')}</legend>
      <p className="muted small">{t('ifNotRead.hint')}</p>
      {parts.map((part) => (
        <Select key={part} label={channelName(part)} choices={choices(waits[part])} value={String(waits[part] ?? 'now')} onChange={(chosen) => set(part, chosen)} />
      ))}
    </fieldset>
  );
}
