import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps } from 'react-aria-components';
import { Icon } from './Icon';
import './field.css';

interface Props extends Omit<CheckboxProps, 'className' | 'children' | 'style'> { children: ReactNode; hint?: ReactNode }

export function Checkbox({ children, hint, ...rest }: Props) {
  return (
    <AriaCheckbox {...rest} className="check">
      {({ isIndeterminate }) => (
        <>
          <span className="check-box"><Icon name={isIndeterminate ? 'minus' : 'check'} size={14} /></span>
          <span className="check-text">{children}{hint && <small>{hint}</small>}</span>
        </>
      )}
    </AriaCheckbox>
  );
}
