// Text fields with a visible label, an optional hint, and an error that is tied to the field for screen readers.
import type { ReactNode, Ref } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField, type TextFieldProps } from 'react-aria-components';
import './field.css';

interface Props extends Omit<TextFieldProps, 'className' | 'children' | 'style'> {
  label: string;
  labelHidden?: boolean;
  hint?: ReactNode;
  error?: string;
  /** More than one: a text area with so many rows. */
  rows?: number;
  placeholder?: string;
  after?: ReactNode;
  areaRef?: Ref<HTMLTextAreaElement>;
  inputRef?: Ref<HTMLInputElement>;
}

export function Field({ label, labelHidden, hint, error, rows = 1, placeholder, after, areaRef, inputRef, ...rest }: Props) {
  return (
    <TextField {...rest} isInvalid={Boolean(error)} validationBehavior="aria" className="field">
      <Label className={labelHidden ? 'visually-hidden' : 'field-label'}>{label}</Label>
      {hint && <Text slot="description" className="field-hint">{hint}</Text>}
      {rows > 1
        ? <TextArea ref={areaRef} rows={rows} placeholder={placeholder} className="field-input field-area" />
        : <Input ref={inputRef} placeholder={placeholder} className="field-input" />}
      {after}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}

interface DateProps { label: string; value: string; onChange: (value: string) => void; id?: string; error?: string }

/** The browser's own date field: it is accessible, knows the person's calendar, and weighs nothing. */
export function DateInput(props: DateProps) {
  return <Field {...props} type="date" />;
}
