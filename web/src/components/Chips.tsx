// What has been picked, each removable with the mouse or, focused, with Backspace or Delete.
import { Button, Label, Tag, TagGroup, TagList } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon';
import type { Choice } from './Select';
import './chips.css';

export function Chips({ label, chips, onRemove }: { label: string; chips: readonly Choice[]; onRemove: (ids: string[]) => void }) {
  const { t } = useTranslation();
  if (!chips.length) return null;
  return (
    <TagGroup onRemove={(keys) => onRemove([...keys].map(String))}>
      <Label className="visually-hidden">{label}</Label>
      <TagList items={chips} className="chips">
        {(chip) => (
          <Tag id={chip.id} textValue={chip.name} className="chip">
            <span className="truncate">{chip.name}{chip.hint && <span className="chip-hint"> {chip.hint}</span>}</span>
            {/* Its name ends with the chip's own, which React Aria appends. */}
            <Button slot="remove" className="chip-remove" aria-label={t('kit.removeIt')}><Icon name="close" size={14} /></Button>
          </Tag>
        )}
      </TagList>
    </TagGroup>
  );
}
