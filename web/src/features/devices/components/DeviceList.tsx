import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Icon } from '@/components/Icon';
import { LoadFailed, Skeleton } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import type { Device } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useDevices, useRemoveDevice } from '../api';
import './devices.css';

export function DeviceList() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const devices = useDevices();
  const [leaving, setLeaving] = useState<Device | null>(null);
  if (devices.isPending) return <Skeleton lines={2} />;
  if (devices.error) return <LoadFailed message={errorText(devices.error)} onRetry={() => void devices.refetch()} />;
  if (!devices.data.items.length) return <p className="muted">{t('settings.noDevices')}</p>;
  return (
    <>
      <ul className="devices">
        {devices.data.items.map((d) => <DeviceLine key={d.device_id} device={d} onRemove={() => setLeaving(d)} />)}
      </ul>
      {leaving && <RemoveDialog device={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

const platformKeys = { web: 'settings.platforms.web', ios: 'settings.platforms.ios', android: 'settings.platforms.android' } as const;

function DeviceLine({ device, onRemove }: { device: Device; onRemove: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const platform = t(platformKeys[device.platform]);
  return (
    <li className="device">
      <Icon name={device.platform === 'web' ? 'portal' : 'device'} />
      <div><strong>{device.name ?? platform}</strong>
        <p className="muted small">{platform}{device.created_at && ` · ${t('settings.since', { date: format.date(device.created_at) })}`}</p></div>
      <Button small look="danger" onPress={onRemove}>{t('settings.removeDevice')}</Button>
    </li>
  );
}

function RemoveDialog({ device, onClose }: { device: Device; onClose: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const remove = useRemoveDevice();
  const go = () => remove.mutate(device.device_id, {
    onSuccess: () => { toast(t('settings.deviceRemoved')); onClose(); },
    onError: (error) => toast(errorText(error), { tone: 'bad' }),
  });
  return (
    <Dialog role="alertdialog" title={t('settings.removeTitle')} isOpen onClose={onClose} actions={(
      <><Button look="danger" isPending={remove.isPending} onPress={go}>{t('settings.removeDevice')}</Button><Button autoFocus onPress={onClose}>{t('kit.goBack')}</Button></>
    )}>
      <p>{t('settings.removeText')}</p>
    </Dialog>
  );
}
