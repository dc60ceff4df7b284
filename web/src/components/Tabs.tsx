import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import { Icon, type IconName } from './Icon';
import './tabs.css';

export interface TabItem<T extends string> { id: T; title: string; icon?: IconName; mark?: ReactNode; content: ReactNode }

interface Props<T extends string> { label: string; tabs: readonly TabItem<T>[]; selected: T; onSelect: (id: T) => void }

export function Tabs<T extends string>({ label, tabs, selected, onSelect }: Props<T>) {
  return (
    <AriaTabs selectedKey={selected} onSelectionChange={(key) => onSelect(String(key) as T)} className="tabs">
      <TabList aria-label={label} className="tab-list">
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.icon && <Icon name={tab.icon} size={18} />}
            <span>{tab.title}</span>
            {tab.mark}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => <TabPanel key={tab.id} id={tab.id} className="tab-panel">{tab.content}</TabPanel>)}
    </AriaTabs>
  );
}
