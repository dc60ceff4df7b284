// Choices side by side, one of them on. On a phone more than four do not fit in a row: there they are a list to open.
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useMedia } from '@/lib/hooks';
import { Select, type Choice } from './Select';
import './field.css';

const FIT_ON_A_PHONE = 4;

interface Props<T extends string> { label: string; labelHidden?: boolean; choices: readonly Choice<T>[]; value: T; onChange: (value: T) => void }

export function Segments<T extends string>(props: Props<T>) {
  const { label, labelHidden, choices, value, onChange } = props;
  const isPhone = useMedia('(max-width: 760px)');
  if (isPhone && choices.length > FIT_ON_A_PHONE) return <Select {...props} />;
  return (
    <RadioGroup className="field" value={value} onChange={(next) => onChange(next as T)} orientation="horizontal">
      <Label className={labelHidden ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <div><div className="segments">{choices.map((c) => <Radio key={c.id} value={c.id} className="segment">{c.name}</Radio>)}</div></div>
    </RadioGroup>
  );
}
