// A box that searches on the server and hands over what is picked; what is picked shows elsewhere, as chips.
import { useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Choice } from './Select';
import './field.css';

interface Props {
  label: string;
  placeholder?: string;
  query: string;
  onQuery: (query: string) => void;
  found: readonly Choice[];
  isLoading: boolean;
  onPick: (choice: Choice) => void;
  /** Picked already: shown with a tick, and picking again does nothing. */
  picked: ReadonlySet<string>;
}

export function SearchBox({ label, placeholder, query, onQuery, found, isLoading, onPick, picked }: Props) {
  const { t } = useTranslation();
  const [round, setRound] = useState(0);
  const pick = (id: string) => {
    const choice = found.find((c) => c.id === id);
    if (choice && !picked.has(id)) onPick(choice);
    onQuery('');
    setRound(round + 1);
  };
  return (
    <ComboBox key={round} autoFocus={round > 0} className="field" items={found} inputValue={query} onInputChange={onQuery}
      value={null} onChange={(id) => id !== null && pick(String(id))} menuTrigger="focus" allowsEmptyCollection
      disabledKeys={[...picked]}>
      <Label className="field-label">{label}</Label>
      <Input className="field-input" placeholder={placeholder} />
      <Popover className="popover">
        <ListBox className="options" renderEmptyState={() => <div className="options-note">{isLoading ? t('kit.searching') : t('kit.nothingFound')}</div>}>
          {(choice: Choice) => (
            <ListBoxItem id={choice.id} textValue={choice.name} className="option">
              <Text slot="label">{choice.name}</Text>
              {picked.has(choice.id) ? <small>{t('kit.chosen')}</small> : <span />}
              {choice.hint && <Text slot="description">{choice.hint}</Text>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
