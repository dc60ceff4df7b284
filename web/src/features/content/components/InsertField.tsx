// The Insert Field window: a press puts the field at the caret. It closes after one, unless it is kept open (FLDS-02).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { Dialog } from '@/components/Dialog';
import { Segments } from '@/components/Segments';
import { Notice, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import type { InsertField as Field } from '@/lib/api/models';
import { useInsertFields } from '../api';
import { fieldTitle } from '@/lib/insert-fields';
import { groupTitles } from '../fields';

interface Props {
  isOpen: boolean;
  onInsert: (token: string) => void;
  /** The window has closed: the caret goes back into the text. */
  onClose: () => void;
}

type Group = keyof typeof groupTitles;

export function InsertFieldWindow({ isOpen, onInsert, onClose }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { data, error } = useInsertFields(isOpen);
  const [group, setGroup] = useState<Group>('student');
  const [keepOpen, setKeepOpen] = useState(false);
  const [inserted, setInserted] = useState('');
  const groups = data?.items ?? [];
  const shown = groups.find((each) => each.group === group) ?? groups[0];
  const close = () => {
    setInserted('');
    onClose();
  };
  const insert = (field: Field) => {
    onInsert(field.token);
    if (keepOpen) setInserted(t('fields.inserted', { name: fieldTitle(t, field) }));
    else close();
  };
  return (
    <Dialog title={t('fields.insert')} isOpen={isOpen} onClose={close} actions={<Button look="primary" onPress={close}>{t('fields.done')}</Button>}>
      {error && <Notice tone="warn">{errorText(error)}</Notice>}
      {!data && !error && <Skeleton lines={5} />}
      {shown && (
        <>
          {groups.length > 1 && (
            <Segments label={t('fields.group')} labelHidden value={shown.group} onChange={setGroup}
              choices={groups.map((each) => ({ id: each.group, name: t(groupTitles[each.group]) }))} />
          )}
          <ul className="field-list" aria-label={t(groupTitles[shown.group])}>
            {shown.fields.map((field) => (
              <li key={field.name}>
                <Button wide look="quiet" onPress={() => insert(field)}>{fieldTitle(t, field)} <code className="token">{field.token}</code></Button>
              </li>
            ))}
          </ul>
        </>
      )}
      <Checkbox isSelected={keepOpen} onChange={setKeepOpen} hint={t('fields.keepOpenHint')}>{t('fields.keepOpen')}</Checkbox>
      <p role="status" className="muted small">{inserted}</p>
    </Dialog>
  );
}
