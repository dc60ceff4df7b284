// When a message leaves: date, time, how often, and until when (SCHD-01 to SCHD-04).
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { DateInput, Field } from '@/components/Field';
import { Select } from '@/components/Select';
import { Notice } from '@/components/States';
import type { When } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import type { Scheduling } from '../scheduling';
import { passed, ruleInWords, type Interval } from '../when';
import './schedules.css';

interface Props extends Scheduling {
  title: string;
  start: When;
  zone: string;
  onClose: () => void;
  /** It is kept already: a time of today that has passed sends at once (SCHD-12). */
  isKept?: boolean;
  /** More to know before it is saved. */
  children?: ReactNode;
}

export function ScheduleDialog({ title, start, zone, busy, errors, problem, people, onSave, onClose, isKept, children }: Props) {
  const { t, i18n } = useTranslation();
  const [when, setWhen] = useState(start);
  const every = when.every ?? 'once';
  const errorOf = (field: string) => errors.find((e) => e.field === `schedule.${field}`)?.message;
  const others = errors.filter((e) => !e.field.startsWith('schedule.'));
  const choices = useIntervals();
  const { number } = useFormat();
  const whole = when.date && when.time;
  const atOnce = isKept && passed(when, zone, new Date()) === 'today';
  return (
    <Dialog title={title} isOpen onClose={onClose} mustAnswer={busy} actions={(
      <>
        <Button look="send" icon="clock" isPending={busy} isDisabled={!whole} onPress={() => onSave({ ...when, until: every === 'once' ? null : when.until || null })}>{people === null ? t(atOnce ? 'scheduled.saveNow' : isKept ? 'scheduled.saveTime' : 'scheduled.save') : t('scheduled.saveFor', { count: people, shown: number(people) })}</Button>
        <Button isDisabled={busy} onPress={onClose}>{t('kit.goBack')}</Button>
      </>
    )}>
      <div className="stack">
        <div className="schedule-when">
          <DateInput label={t('scheduled.date')} value={when.date} onChange={(date) => setWhen({ ...when, date })} error={errorOf('date')} />
          <Field label={t('scheduled.time')} type="time" value={when.time.slice(0, 5)} onChange={(time) => setWhen({ ...when, time })} error={errorOf('time')} />
        </div>
        <Select label={t('scheduled.every')} choices={choices} value={every} onChange={(next) => setWhen({ ...when, every: next })} />
        {every !== 'once' && <DateInput label={t('scheduled.until')} value={when.until ?? ''} onChange={(until) => setWhen({ ...when, until: until || null })} error={errorOf('until')} />}
        {whole && <p role="status"><strong>{ruleInWords(t, i18n.language, when, zone)}</strong></p>}
        {atOnce && <Notice tone="warn" live title={t('scheduled.passed')}>{t('scheduled.passedText')}</Notice>}
        {people !== null && <Notice tone="warn" live>{t('scheduled.confirm', { count: people, shown: number(people) })}</Notice>}
        {children}
        {[...others.map((e) => e.message), ...(problem ? [problem] : [])].map((text) => <Notice key={text} tone="bad" live>{text}</Notice>)}
      </div>
    </Dialog>
  );
}

function useIntervals(): { id: Interval; name: string }[] {
  const { t } = useTranslation();
  return [
    { id: 'once', name: t('scheduled.intervals.once') }, { id: 'daily', name: t('scheduled.intervals.daily') }, { id: 'weekly', name: t('scheduled.intervals.weekly') },
    { id: 'monthly', name: t('scheduled.intervals.monthly') }, { id: 'yearly', name: t('scheduled.intervals.yearly') },
  ];
}
