// Finding people on the server: a search field and, below it, what was found, each to be ticked or unticked. The list
// stays open, so that several can be chosen in a row; it shows a few at a time instead of scrolling.
import { Autocomplete, Input, Label, ListBox, ListBoxItem, SearchField, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import { Icon } from './Icon';
import type { Choice } from './Select';
import type { Trouble } from './errors';
import './pick-list.css';

interface Props {
  label: string;
  placeholder?: string;
  query: string;
  onQuery: (query: string) => void;
  found: readonly Choice[];
  isLoading: boolean;
  picked: ReadonlySet<string>;
  onPick: (choice: Choice) => void;
  onUnpick: (id: string) => void;
  onMore?: () => void;
  /** Said when nothing is found; else that nothing was. */
  none?: string;
  trouble?: Trouble;
}

export function PickList({ label, placeholder, query, onQuery, found, isLoading, picked, onPick, onUnpick, onMore, none, trouble }: Props) {
  const { t } = useTranslation();
  const change = (next: ReadonlySet<string>) => {
    found.filter((c) => next.has(c.id) && !picked.has(c.id)).forEach(onPick);
    found.filter((c) => !next.has(c.id) && picked.has(c.id)).forEach((c) => onUnpick(c.id));
  };
  return (
    <div className="pick">
      <Autocomplete inputValue={query} onInputChange={onQuery} disableAutoFocusFirst>
        <SearchField className="field" aria-busy={isLoading}>
          <Label className="field-label">{label}</Label>
          <div className="pick-field"><Icon name="search" size={18} /><Input className="field-input" placeholder={placeholder} /></div>
        </SearchField>
        {trouble && !isLoading ? <Untold {...trouble} /> : <ListBox aria-label={t('kit.found')} className={isLoading ? 'pick-list pick-stale' : 'pick-list'} items={found} layout="grid" selectionMode="multiple"
          selectedKeys={picked} onSelectionChange={(keys) => change(new Set([...keys].map(String)))}
          renderEmptyState={() => <div className="options-note">{isLoading ? t('kit.searching') : (none ?? t('kit.nothingFound'))}</div>}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.name} className="pick-option">
              <span className="check-box"><Icon name="check" size={14} /></span>
              <Text slot="label" className="truncate">{choice.name}</Text>
              {choice.hint && <Text slot="description" className="truncate">{choice.hint}</Text>}
            </ListBoxItem>
          )}
        </ListBox>}
      </Autocomplete>
      {onMore && <div><Button small look="quiet" isPending={isLoading} onPress={onMore}>{t('kit.more')}</Button></div>}
    </div>
  );
}

/** Nobody could say who is there: not the same as nobody. */
export function Untold({ text, onRetry }: Trouble) {
  const { t } = useTranslation();
  return (
    <div className="options-note row tight" role="alert">
      <span>{text}</span><Button small icon="refresh" onPress={onRetry}>{t('kit.retry')}</Button>
    </div>
  );
}
