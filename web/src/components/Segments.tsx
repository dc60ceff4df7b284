// Two to four choices side by side, one of them on.
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { Choice } from './Select';
import './field.css';

interface Props<T extends string> { label: string; labelHidden?: boolean; choices: readonly Choice<T>[]; value: T; onChange: (value: T) => void }

export function Segments<T extends string>({ label, labelHidden, choices, value, onChange }: Props<T>) {
  return (
    <RadioGroup className="field" value={value} onChange={(next) => onChange(next as T)} orientation="horizontal">
      <Label className={labelHidden ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <div><div className="segments">{choices.map((c) => <Radio key={c.id} value={c.id} className="segment">{c.name}</Radio>)}</div></div>
    </RadioGroup>
  );
}
