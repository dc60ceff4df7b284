// Find and Replace in a plain text. What would make it too long is not done (SMS-05).
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { charactersIn } from '@/lib/text-size';
import { replaced, timesIn } from '../find';

interface Props { text: string; limit: number; onReplace: (text: string) => void; onClose: () => void }

export function FindReplace({ text, limit, onReplace, onClose }: Props) {
  const { t } = useTranslation();
  const [word, setWord] = useState('');
  const [by, setBy] = useState('');
  const [told, setTold] = useState('');
  const times = timesIn(text, word);
  const next = replaced(text, word, by);
  const over = charactersIn(next) - limit;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!times) return;
    if (over > 0 && charactersIn(next) > charactersIn(text)) return setTold(t('find.tooLong', { count: over }));
    setTold(t('find.done', { count: times }));
    onReplace(next);
  };
  return (
    <form className="find stack" aria-label={t('find.title')} noValidate onSubmit={submit}>
      <div className="find-pair">
        <Field label={t('find.find')} value={word} onChange={(next_) => { setWord(next_); setTold(''); }} autoFocus />
        <Field label={t('find.by')} value={by} onChange={(next_) => { setBy(next_); setTold(''); }} />
      </div>
      <div className="row">
        <Button small type="submit" isDisabled={!times}>{t('find.replace')}</Button>
        <Button small look="quiet" onPress={onClose}>{t('kit.close')}</Button>
        <span className="muted small" role="status">{told || (word ? t('find.found', { count: times }) : '')}</span>
      </div>
    </form>
  );
}
