// Asks before messages go to an address again: what was mended, or that the owner asked for it, and how.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import type { SuppressedPlace } from '@/lib/api/models';
import { isKind } from '@/lib/api/problem';
import { useFormat } from '@/lib/format';
import { useReason } from '@/lib/reasons';
import { reasonOf, useLift } from '../suppressions';
import { errorAt } from './SaveBar';

interface Props { place: SuppressedPlace; address: string; studentId?: string; onClose: () => void }

export function LiftDialog({ place, address, studentId, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  const why = useReason()({ reason: reasonOf[place.cause], channel: place.channel });
  const lift = useLift(place, studentId);
  const [note, setNote] = useState('');
  const [consent, setConsent] = useState(false);
  const isReady = note.trim().length > 2 && (consent || !place.needs_consent);
  const done = () => { toast(t('stopped.lifted', { address })); onClose(); };
  const problem = lift.error && !errorAt(lift.error, 'note') ? (isKind(lift.error, 'stale') ? t('stopped.stale') : errorText(lift.error)) : '';
  return (
    <Dialog isOpen onClose={onClose} role="alertdialog" title={t('stopped.liftTitle', { address })} actions={(
      <>
        <Button look="primary" isPending={lift.isPending} isDisabled={!isReady} onPress={() => lift.mutate({ note: note.trim(), consent }, { onSuccess: done })}>{t('stopped.lift')}</Button>
        <Button onPress={onClose}>{t('stopped.keep')}</Button>
      </>
    )}>
      <div className="stack">
        <p>{t('stopped.whySince', { why, date: format.date(place.since) })}</p>
        {place.needs_consent && <Notice tone="warn">{t(place.channel === 'sms' ? 'stopped.theirsBySms' : 'stopped.theirs')}</Notice>}
        {place.needs_consent && <Checkbox isSelected={consent} onChange={setConsent}>{t('stopped.consent')}</Checkbox>}
        <Field label={t(place.needs_consent ? 'stopped.howAsked' : 'stopped.whatMended')} hint={t('stopped.noteHint')} rows={2} maxLength={500} value={note} onChange={setNote} error={errorAt(lift.error, 'note')} />
        {problem && <Notice tone="bad" live>{problem}</Notice>}
      </div>
    </Dialog>
  );
}
