// Around what may be wider than the screen: it scrolls sideways by itself, and by the keyboard.
import type { ReactNode } from 'react';

export function ScrollBox({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  // A region is no control, but one that scrolls has to be reached by the keyboard (axe: scrollable-region-focusable).
  // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  return <div className={className} role="region" aria-label={label} tabIndex={0}>{children}</div>;
}
