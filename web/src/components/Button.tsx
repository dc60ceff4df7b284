// Buttons, icon buttons, and links that look like buttons.
import type { ReactNode } from 'react';
import { Button as AriaButton, Tooltip, TooltipTrigger, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Link, type LinkProps } from 'react-router';
import { Icon, type IconName } from './Icon';
import './button.css';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger' | 'alarm' | 'send';

interface Props extends Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'isPending'> {
  /** Keeps the focus and ignores presses; the label says what is under way. */
  isPending?: boolean;
  look?: Look;
  icon?: IconName;
  small?: boolean;
  wide?: boolean;
  children: ReactNode;
}

export function Button({ look = 'secondary', icon, small, wide, isPending, onPress, children, ...rest }: Props) {
  return (
    <AriaButton {...rest} onPress={isPending ? undefined : onPress} className={classOf(look, small, wide) + (isPending ? ' btn-busy' : '')}>
      {isPending ? <span className="btn-spin" aria-hidden="true" /> : icon && <Icon name={icon} size={small ? 16 : 18} />}
      <span className="truncate">{children}</span>
    </AriaButton>
  );
}

interface LinkButtonProps extends Omit<LinkProps, 'className'> {
  look?: Look;
  icon?: IconName;
  small?: boolean;
  wide?: boolean;
  children: ReactNode;
}

export function LinkButton({ look = 'secondary', icon, small, wide, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={classOf(look, small, wide)}>
      {icon && <Icon name={icon} size={small ? 16 : 18} />}
      <span className="truncate">{children}</span>
    </Link>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  icon: IconName;
  label: string;
  pressed?: boolean;
}

/** A button that is only an icon: its label is read out, and shown on hover and focus. */
export function IconButton({ icon, label, pressed, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...rest} aria-label={label} aria-pressed={pressed} className="btn-icon">
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>{label}</Tooltip>
    </TooltipTrigger>
  );
}

function classOf(look: Look, small?: boolean, wide?: boolean) {
  return `btn btn-${look}${small ? ' btn-small' : ''}${wide ? ' btn-wide' : ''}`;
}
