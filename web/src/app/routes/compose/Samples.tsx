// One reader after the other: the message filled for each, and printed for one or for all.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/Button';
import { LoadFailed, Notice, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { Appearance } from '@/features/delivery/components/Appearance';
import { usePreview } from '@/features/delivery/preview';
import type { MessagePreview, PreviewOrder } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { PrintLetters } from './PrintLetters';

interface Props { order: PreviewOrder; letterOnly: boolean }

export function Samples({ order, letterOnly }: Props) {
  const errorText = useErrorText();
  const [sample, setSample] = useState(0);
  const { data, error, isPlaceholderData, refetch } = usePreview(order, sample);
  if (error) return <LoadFailed message={errorText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  return (
    <div className="stack" aria-busy={isPlaceholderData}>
      <div className="row preview-reader">
        <Reader preview={data} />
        {data.samples > 1 && <Steps preview={data} onStep={setSample} />}
        <div className="push-end"><PrintLetters order={order} preview={data} /></div>
      </div>
      {data.warnings.map((each) => <Notice key={each.field} tone="warn">{each.message}</Notice>)}
      <Appearance preview={data} letterOnly={letterOnly} />
    </div>
  );
}

function Reader({ preview: { reader } }: { preview: MessagePreview }) {
  const { t } = useTranslation();
  if (!reader) return <p className="muted" role="status">{t('preview.noReader')}</p>;
  const about = reader.regarding_student && reader.regarding_student !== reader.name ? reader.regarding_student : null;
  return <p role="status">{t('preview.shownFor', { name: reader.name })}{about && <span className="muted"> · {t('preview.about', { student: about })}</span>}</p>;
}

function Steps({ preview: { sample, samples }, onStep }: { preview: MessagePreview; onStep: (sample: number) => void }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <div className="row tight">
      <IconButton icon="left" label={t('preview.before')} onPress={() => onStep((sample + samples - 1) % samples)} />
      <span className="num muted small">{t('preview.sampleOf', { at: number(sample + 1), of: number(samples) })}</span>
      <IconButton icon="right" label={t('preview.next')} onPress={() => onStep((sample + 1) % samples)} />
    </div>
  );
}
