// Test Call: one call to a number of one's own, to hear what is written (CALL-13).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { ApiError } from '@/lib/api/problem';
import { useSession } from '@/lib/me';
import { placeTestCall, type Voice } from '../api';

export function TestCall({ schoolId, voice, isReady }: { schoolId: string; voice: () => Voice; isReady: boolean }) {
  const { t } = useTranslation();
  const { earlier } = useSession();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button small look="quiet" icon="voice" isDisabled={!isReady || earlier !== null} onPress={() => setOpen(true)}>{t('calls.test')}</Button>
      <Dialog title={t('calls.test')} isOpen={isOpen} onClose={() => setOpen(false)}>
        {isOpen && <Form schoolId={schoolId} voice={voice} onDone={() => setOpen(false)} />}
      </Dialog>
    </>
  );
}

function Form({ schoolId, voice, onDone }: { schoolId: string; voice: () => Voice; onDone: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [number, setNumber] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const atNumber = error instanceof ApiError ? error.fields.find((each) => each.field === 'number')?.message : undefined;
  const place = async () => {
    setBusy(true);
    setError(null);
    try {
      const placed = await placeTestCall(schoolId, number, voice());
      toast(t('calls.placed', { number: placed.number }));
      onDone();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); if (!busy && number.trim()) void place(); }}>
      <p className="muted">{t('calls.testText')}</p>
      {error !== null && !atNumber && <Notice tone="bad" live title={t('calls.notPlaced')}>{errorText(error)}</Notice>}
      <Field label={t('calls.testNumber')} type="tel" autoComplete="tel" value={number} onChange={(next) => { setNumber(next); setError(null); }} error={atNumber} />
      <div className="row"><Button type="submit" look="primary" icon="voice" isPending={busy} isDisabled={!number.trim()}>{t('calls.call')}</Button></div>
    </form>
  );
}
