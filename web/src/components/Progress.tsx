// How far something long has come. ProgressBar: one number. OutcomeBar: what became of a part's deliveries.
import { Label, ProgressBar as AriaProgress } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import './progress.css';

export function ProgressBar({ label, value, labelHidden }: { label: string; value?: number; labelHidden?: boolean }) {
  return (
    <AriaProgress className="progress" minValue={0} maxValue={1} value={value} isIndeterminate={value === undefined}
      formatOptions={{ style: 'percent' }}>
      {({ percentage, valueText }) => (
        <>
          <div className={labelHidden ? 'visually-hidden' : 'progress-head'}><Label>{label}</Label><span className="num">{valueText}</span></div>
          <div className="progress-track"><div className={percentage === undefined ? 'progress-fill unsure' : 'progress-fill'}
            style={{ width: percentage === undefined ? undefined : `${percentage}%` }} /></div>
        </>
      )}
    </AriaProgress>
  );
}

export interface Outcome { total: number; sent: number; pending: number; expired: number; errors: number }

export function OutcomeBar({ label, outcome }: { label: string; outcome: Outcome }) {
  const { t } = useTranslation();
  const { total, sent, pending, expired, errors } = outcome;
  const share = (n: number) => ({ flexGrow: n, display: n ? undefined : 'none' });
  const done = total ? (total - pending) / total : 0;
  return (
    <div className="outcome" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100}
      aria-valuenow={Math.floor(done * 100)} aria-valuetext={t('sent.outcomeText', { total, sent, pending, expired, errors })}>
      <span className="seg ok" style={share(sent)} />
      <span className="seg late" style={share(expired)} />
      <span className="seg bad" style={share(errors)} />
      <span className="seg wait" style={share(pending)} />
    </div>
  );
}
