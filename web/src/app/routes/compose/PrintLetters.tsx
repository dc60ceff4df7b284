// The letter on paper: this one, or one for each student, member of staff and imported person chosen (PERM-06).
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { previewQuery } from '@/features/delivery/preview';
import { printLetters } from '@/features/delivery/print';
import type { MessagePreview, PreviewOrder } from '@/lib/api/models';
import { useFormat } from '@/lib/format';

const MOST_PRINTED = 100; // each is asked for by itself

export function PrintLetters({ order, preview }: { order: PreviewOrder; preview: MessagePreview }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [ready, setReady] = useState<number | null>(null);
  const { letter, samples } = preview;

  const printAll = async () => {
    const letters: string[] = [];
    try {
      for (let sample = 0; sample < samples; sample += 1) {
        setReady(sample);
        const each = await client.fetchQuery(previewQuery(order, sample));
        if (each.letter) letters.push(each.letter.html);
      }
      printLetters(letters);
    } catch (error) {
      toast(errorText(error));
    }
    setReady(null);
  };

  if (!letter) return <p className="muted small">{t('print.noLetter')}</p>;
  return (
    <div className="row">
      <Button small icon="print" onPress={() => printLetters([letter.html])}>{t('print.one')}</Button>
      {samples > 1 && samples <= MOST_PRINTED && (
        <Button small icon="print" isPending={ready !== null} onPress={() => void printAll()}>
          {ready === null ? t('print.all', { count: samples, shown: number(samples) }) : t('print.reading', { at: number(ready + 1), of: number(samples) })}
        </Button>
      )}
      {samples > MOST_PRINTED && <span className="muted small">{t('print.tooMany', { most: number(MOST_PRINTED) })}</span>}
    </div>
  );
}
