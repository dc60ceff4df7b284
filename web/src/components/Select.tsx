// A choice of one from a short list. For long lists that live on the server see SearchBox.
import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue, Text } from 'react-aria-components';
import { Icon } from './Icon';
import './field.css';

export interface Choice<T extends string = string> { id: T; name: string; hint?: string }

interface Props<T extends string> {
  label: string;
  labelHidden?: boolean;
  choices: readonly Choice<T>[];
  value: T | null;
  onChange: (value: T) => void;
  placeholder?: string;
  isDisabled?: boolean;
  id?: string;
}

export function Select<T extends string>({ label, labelHidden, choices, value, onChange, placeholder, isDisabled, id }: Props<T>) {
  return (
    <AriaSelect id={id} className="field" placeholder={placeholder ?? ' '} isDisabled={isDisabled} value={value}
      onChange={(key) => key !== null && onChange(String(key) as T)}>
      <Label className={labelHidden ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Button className="select-button">
        <SelectValue className="select-value" />
        <Icon name="down" size={16} />
      </Button>
      <Popover className="popover">
        <ListBox className="options" items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.name} className="option">
              {({ isSelected }) => (
                <>
                  <Text slot="label">{choice.name}</Text>
                  {isSelected ? <Icon name="check" size={16} /> : <span />}
                  {choice.hint && <Text slot="description">{choice.hint}</Text>}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
