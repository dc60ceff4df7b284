import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components';
import { Icon, type IconName } from './Icon';
import './field.css';

export interface MenuEntry { id: string; name: string; icon?: IconName; hint?: string; onAction: () => void }

/** `trigger` is one button; the entries open below it. */
export function Menu({ label, trigger, entries }: { label: string; trigger: ReactNode; entries: readonly MenuEntry[] }) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" placement="bottom end">
        <AriaMenu aria-label={label} className="options" items={entries}>
          {(entry) => (
            <MenuItem id={entry.id} textValue={entry.name} onAction={entry.onAction} className="option">
              <Text slot="label" className="row tight" style={{ '--gap': '0.6rem' } as React.CSSProperties}>
                {entry.icon && <Icon name={entry.icon} size={18} />}{entry.name}
              </Text>
              {entry.hint && <Text slot="description">{entry.hint}</Text>}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
