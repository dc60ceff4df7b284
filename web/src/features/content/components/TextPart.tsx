// A part that is plain text with a limit: the text message, the spoken call.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { Field } from '@/components/Field';
import { charactersIn, measureText, takenBy, underText } from '@/lib/text-size';
import { useHistory } from '../useHistory';
import { useInsertAtCaret } from '../useInsertAtCaret';
import { useRoom } from '../useRoom';
import { FindReplace } from './FindReplace';
import { InsertFieldWindow } from './InsertField';
import './content.css';

interface Props {
  label: string;
  hint: string;
  text: string;
  onText: (text: string) => void;
  limit: number;
  rows: number;
  error?: string;
  /** Text messages also tell how many segments they make. */
  countSegments?: boolean;
  /** What goes under the text, and counts with it; empty for nothing. */
  signature?: string;
  emergency?: { on: boolean; set: (on: boolean) => void; hint: string };
}

export function TextPart({ label, hint, text, onText, limit, rows, error, countSegments, signature = '', emergency }: Props) {
  const { t } = useTranslation();
  const history = useHistory(text, onText);
  const [finding, setFinding] = useState(false);
  const [noField, setNoField] = useState(false);
  const room = limit - takenBy(signature);
  const { box, inserting, open, insert, close } = useInsertAtCaret<HTMLTextAreaElement>(text, (next) => {
    const fits = charactersIn(next) <= room;
    setNoField(!fits);
    if (fits) history.change(next, { whole: true });
  });
  const { cut, ...typing } = useRoom(text, room, history.change, box);
  return (
    <div className="stack">
      <Field label={label} hint={hint} rows={rows} value={text} {...typing} onChange={(next) => { setNoField(false); typing.onChange(next); }} error={error} areaRef={box}
        after={(
          <div className="text-tools">
            <Counter text={text} limit={limit} countSegments={countSegments} signature={signature} note={noField ? t('compose.noRoom') : cut ? t('compose.cut', { count: cut }) : ''} />
            <span className="text-buttons">
              <IconButton icon="undo" label={t('find.undo')} isDisabled={!history.canUndo} onPress={history.undo} />
              <IconButton icon="redo" label={t('find.redo')} isDisabled={!history.canRedo} onPress={history.redo} />
              <Button small look="quiet" icon="search" onPress={() => setFinding((now) => !now)}>{t('find.title')}</Button>
              <Button small look="quiet" icon="field" onPress={open}>{t('fields.insert')}</Button>
            </span>
          </div>
        )} />
      {finding && <FindReplace text={text} limit={room} onReplace={(next) => history.change(next, { whole: true })} onClose={() => { setFinding(false); box.current?.focus(); }} />}
      <InsertFieldWindow isOpen={inserting} onInsert={insert} onClose={close} />
      {emergency && <Checkbox isSelected={emergency.on} onChange={emergency.set} hint={emergency.hint}>{t('compose.emergency')}</Checkbox>}
    </div>
  );
}

interface CounterProps { text: string; limit: number; countSegments?: boolean; signature?: string; /** What became of the last change. */ note?: string }

export function Counter({ text, limit, countSegments, signature = '', note = '' }: CounterProps) {
  const { t } = useTranslation();
  const { segments, isUnicode } = measureText(underText(text, signature));
  const characters = charactersIn(text) + takenBy(signature);
  const over = characters - limit;
  return (
    <p className={over > 0 ? 'counter over' : 'counter'}>
      <span className="num">{t('compose.used', { used: characters, limit })}</span>
      {signature && <span>{t('compose.withSignature')}</span>}
      {countSegments && segments > 0 && over <= 0 && <span>{t('compose.segments', { count: segments })}</span>}
      {countSegments && isUnicode && <span>{t('compose.unicode')}</span>}
      <span role="status">{over > 0 ? t('compose.over', { count: over }) : note}</span>
    </p>
  );
}
