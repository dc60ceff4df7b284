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
import { skippedTo } from '@/lib/wall-clock';
import type { Scheduling } from '../scheduling';
import { nextDay, ruleInWords, sendsAtOnce, type Interval, type Kept } from '../when';
import './schedules.css';

interface Props extends Scheduling {
  title: string;
  start: When;
  zone: string;
  onClose: () => void;
  /** What is kept already and changed here: a time that has passed sends at once (SCHD-12). */
  kept?: Kept;
  /** More to know before it is saved. */
  children?: ReactNode;
}

export function ScheduleDialog({ title, start, zone, busy, errors, problem, people, onSave, onClose, kept, children }: Props) {
  const { t, i18n } = useTranslation();
  const [when, setWhen] = useState(start);
  // What was refused is not known of what is corrected since.
  const [isCorrected, setCorrected] = useState(false);
  const change = (part: Partial<When>) => { setWhen({ ...when, ...part }); setCorrected(true); };
  const every = when.every ?? 'once';
  const errorOf = (field: string) => (isCorrected ? undefined : errors.find((e) => e.field === `schedule.${field}`)?.message);
  const others = errors.filter((e) => !e.field.startsWith('schedule.'));
  const choices = useIntervals();
  const { number } = useFormat();
  const whole = when.date && when.time;
  const atOnce = kept !== undefined && sendsAtOnce(when, kept, new Date());
  const next = kept && nextDay(when, kept);
  const save = () => {
    setCorrected(false);
    onSave({ ...when, until: every === 'once' ? null : when.until || null });
  };
  return (
    <Dialog title={title} isOpen onClose={onClose} mustAnswer={busy} actions={(
      <>
        <Button look="send" icon="clock" isPending={busy} isDisabled={!whole} onPress={save}>{people === null ? t(atOnce ? 'scheduled.saveNow' : kept ? 'scheduled.saveTime' : 'scheduled.save') : t('scheduled.saveFor', { count: people, shown: number(people) })}</Button>
        <Button isDisabled={busy} onPress={onClose}>{t('kit.goBack')}</Button>
      </>
    )}>
      <div className="stack">
        <div className="schedule-when">
          <DateInput label={t(every === 'once' ? 'scheduled.date' : 'scheduled.first')} value={when.date} onChange={(date) => change({ date })} error={errorOf('date')} />
          <Field label={t('scheduled.time')} type="time" value={when.time.slice(0, 5)} onChange={(time) => change({ time })} error={errorOf('time')} />
        </div>
        <Select label={t('scheduled.every')} choices={choices} value={every} onChange={(each) => change({ every: each })} />
        {every !== 'once' && <DateInput label={t('scheduled.until')} value={when.until ?? ''} onChange={(until) => change({ until: until || null })} error={errorOf('until')} />}
        {whole && <p role="status"><strong>{ruleInWords(t, i18n.language, when, zone)}</strong></p>}
        {whole && <Clocks day={next ?? when.date} time={when.time.slice(0, 5)} zone={zone} isNext={Boolean(next) && !atOnce} />}
        {atOnce && <Notice tone="warn" live title={t('scheduled.passed')}>{t('scheduled.passedText')}</Notice>}
        {people !== null && <Notice tone="warn" live>{t('scheduled.confirm', { count: people, shown: number(people) })}</Notice>}
        {children}
        {[...others.map((e) => e.message), ...(problem ? [problem] : [])].map((text) => <Notice key={text} tone="bad" live>{text}</Notice>)}
      </div>
    </Dialog>
  );
}

/** When it is next, where another time leaves that day as it is; and what the clocks do that night. */
function Clocks({ day, time, zone, isNext }: { day: string; time: string; zone: string; isNext: boolean }) {
  const { t } = useTranslation();
  const { weekday, hour } = useFormat();
  const later = skippedTo(day, time, zone);
  return (
    <>
      {isNext && <p className="muted">{t('scheduled.next')} {weekday(day)}, {hour(later ?? time)}</p>}
      {later && <Notice tone="warn">{t('scheduled.skippedHour', { day: weekday(day), time: hour(time), later: hour(later) })}</Notice>}
    </>
  );
}

function useIntervals(): { id: Interval; name: string }[] {
  const { t } = useTranslation();
  return [
    { id: 'once', name: t('scheduled.intervals.once') }, { id: 'daily', name: t('scheduled.intervals.daily') }, { id: 'weekly', name: t('scheduled.intervals.weekly') },
    { id: 'monthly', name: t('scheduled.intervals.monthly') }, { id: 'yearly', name: t('scheduled.intervals.yearly') },
  ];
}
