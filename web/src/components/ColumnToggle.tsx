import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Checkbox } from './Checkbox';
import { Icon } from './Icon';

interface Props { columns: readonly { id: string; title: string; main?: boolean }[]; shown: Record<string, boolean>; onChange: (id: string, on: boolean) => void }

/** Which columns show. The main ones always do, so that the table never becomes empty. */
export function ColumnToggle({ columns, shown, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <DialogTrigger>
      <AriaButton className="btn btn-quiet btn-small push-end"><Icon name="columns" size={16} />{t('grid.columns')}</AriaButton>
      <Popover className="popover" placement="bottom end">
        <Dialog aria-label={t('grid.columns')} className="column-choice">
          {columns.map((c) => (
            <Checkbox key={c.id} isDisabled={c.main} isSelected={Boolean(shown[c.id])}
              onChange={(on) => onChange(c.id, on)}>{c.title}</Checkbox>
          ))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
