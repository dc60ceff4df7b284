// A choice of one out of many that live on the server: a button that opens a window with a search field and what was found.
import { Autocomplete, Button, Input, Label, ListBox, ListBoxItem, Popover, SearchField, Select, SelectValue, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon';
import { Untold } from './PickList';
import type { Choice } from './Select';
import type { Trouble } from './errors';
import './field.css';

interface Props {
  label: string;
  searchLabel: string;
  /** What shows, and stands first in the list, while nothing is chosen. */
  none: string;
  value: Choice | null;
  onChange: (choice: Choice | null) => void;
  query: string;
  onQuery: (query: string) => void;
  found: readonly Choice[];
  isLoading: boolean;
  trouble?: Trouble;
}

const NONE = '';

export function SearchSelect({ label, searchLabel, none, value, onChange, query, onQuery, found, isLoading, trouble }: Props) {
  const { t } = useTranslation();
  const choices = [{ id: NONE, name: none }, ...(value && !found.some((c) => c.id === value.id) ? [value] : []), ...found];
  const pick = (id: string) => onChange(choices.find((c) => c.id === id && id !== NONE) ?? null);
  return (
    <Select className="field" value={value?.id ?? NONE} onChange={(key) => pick(String(key))} onOpenChange={() => onQuery('')}>
      <Label className="field-label">{label}</Label>
      <Button className="select-button"><SelectValue className="select-value">{value?.name ?? none}</SelectValue><Icon name="down" size={16} /></Button>
      <Popover className="popover search-select">
        <Autocomplete inputValue={query} onInputChange={onQuery}>
          <SearchField autoFocus aria-label={searchLabel} className="search-select-field"><Icon name="search" size={18} /><Input className="field-input" placeholder={searchLabel} /></SearchField>
          {trouble && !isLoading && <Untold {...trouble} />}
          <ListBox className="options" items={choices} renderEmptyState={() => <div className="options-note">{isLoading ? t('kit.searching') : t('kit.nothingFound')}</div>}>
            {(choice) => (
              <ListBoxItem id={choice.id} textValue={choice.name} className="option"><Text slot="label">{choice.name}</Text>{choice.hint && <Text slot="description">{choice.hint}</Text>}</ListBoxItem>
            )}
          </ListBox>
        </Autocomplete>
      </Popover>
    </Select>
  );
}
