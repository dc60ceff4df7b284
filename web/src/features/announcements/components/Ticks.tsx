// Several out of a few, each a tick box, under one legend; with an error under it.
import { useId, type ReactNode } from 'react';
import { Checkbox } from '@/components/Checkbox';
import './announcements.css';

interface Props<T extends string> {
  legend: string;
  hint?: ReactNode;
  choices: readonly { id: T; name: string }[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
  error?: string;
}

export function Ticks<T extends string>({ legend, hint, choices, chosen, onChange, error }: Props<T>) {
  const errorId = useId();
  const toggle = (id: T, on: boolean) => onChange(choices.map((each) => each.id).filter((each) => (each === id ? on : chosen.includes(each))));
  return (
    <fieldset className="ticks" aria-describedby={error && errorId}>
      <legend className="field-label">{legend}</legend>
      {hint && <p className="field-hint">{hint}</p>}
      <div className="ticks-list">
        {choices.map(({ id, name }) => <Checkbox key={id} isSelected={chosen.includes(id)} onChange={(on) => toggle(id, on)}>{name}</Checkbox>)}
      </div>
      {error && <p id={errorId} className="field-error">{error}</p>}
    </fieldset>
  );
}
