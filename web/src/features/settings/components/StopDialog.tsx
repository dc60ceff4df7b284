// Enters an address that nothing shall be sent to, because its owner asked.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { Segments } from '@/components/Segments';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { useChannelName } from '@/lib/words';
import { phoneText } from '@/lib/phone';
import { addressed, useStop, type Addressed } from '../suppressions';
import { errorAt } from './SaveBar';

interface Props { channel: Addressed; onClose: (stopped?: Addressed) => void }

export function StopDialog({ channel: first, onClose }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const channelName = useChannelName();
  const [channel, setChannel] = useState(first);
  const [address, setAddress] = useState('');
  const [note, setNote] = useState('');
  const stop = useStop();
  const atField = errorAt(stop.error, 'address') ?? errorAt(stop.error, 'note');
  const save = () => stop.mutate({ channel, address: address.trim(), note: note.trim() }, {
    onSuccess: (made) => { toast(t('stopped.entered', { address: phoneText(made.address) })); onClose(channel); },
  });
  return (
    <Dialog isOpen onClose={onClose} title={t('stopped.enterTitle')} actions={(
      <>
        <Button look="primary" isPending={stop.isPending} isDisabled={!address.trim() || note.trim().length < 3} onPress={save}>{t('stopped.enter')}</Button>
        <Button onPress={() => onClose()}>{t('kit.goBack')}</Button>
      </>
    )}>
      <div className="stack">
        <p className="muted">{t('stopped.enterText')}</p>
        <Segments label={t('stopped.channel')} value={channel} choices={addressed.map((each) => ({ id: each, name: channelName(each) }))}
          onChange={(next) => { setChannel(next); stop.reset(); }} />
        <Field label={t(channel === 'email' ? 'stopped.email' : 'stopped.number')} type={channel === 'email' ? 'email' : 'tel'} autoComplete="off" maxLength={320}
          value={address} onChange={setAddress} error={errorAt(stop.error, 'address')} />
        <Field label={t('stopped.howStopped')} hint={t('stopped.noteHint')} rows={2} maxLength={500} value={note} onChange={setNote} error={errorAt(stop.error, 'note')} />
        {stop.error && !atField && <Notice tone="bad" live>{errorText(stop.error)}</Notice>}
      </div>
    </Dialog>
  );
}
