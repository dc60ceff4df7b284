// The words by which a message of a student or a parent is flagged: one a line (FLAG-08).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { LeaveGuard } from '@/components/LeaveGuard';
import { toast } from '@/components/Toast';
import type { FlaggedWords } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useChangeFlaggedWords } from '../api';
import { errorAt, SaveBar } from './SaveBar';

const ROWS = 16;
const linesOf = (words: readonly string[]) => words.join('\n');
const wordsOf = (lines: string) => lines.split('\n').map((line) => line.trim()).filter(Boolean);

export function FlaggedWordsForm({ list, tag, canEdit, onReload }: { list: FlaggedWords; tag: string; canEdit: boolean; onReload: () => void }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [draft, setDraft] = useState<string | null>(null);
  const change = useChangeFlaggedWords(tag);
  const shown = draft ?? linesOf(list.words);
  const words = wordsOf(shown);
  const dirty = linesOf(words) !== linesOf(list.words);
  const type = (next: string | null) => { change.reset(); setDraft(next); };
  const save = () => change.mutate(words, { onSuccess: () => { setDraft(null); toast(t('settings.saved')); } });
  return (
    <form className="card pad stack" noValidate onSubmit={(event) => { event.preventDefault(); if (dirty) save(); }}>
      <LeaveGuard active={dirty} />
      <p className="muted">{t('settings.flagged.text')}</p>
      <div data-field="words">
        <Field label={t('settings.flagged.label')} hint={t('settings.flagged.hint')} rows={ROWS} value={shown} onChange={type} isDisabled={!canEdit} error={errorAt(change.error, 'words')} />
      </div>
      <p className="muted small">{t('settings.flagged.count', { count: words.length, shown: number(words.length) })}</p>
      {canEdit && (
        <>
          <div><Button small look="quiet" isDisabled={linesOf(words) === linesOf(list.start_list)} onPress={() => type(linesOf(list.start_list))}>{t('settings.flagged.start')}</Button></div>
          <SaveBar dirty={dirty} busy={change.isPending} error={change.error} onSave={save} onUndo={() => type(null)} onReload={() => { change.reset(); onReload(); }} />
        </>
      )}
    </form>
  );
}
