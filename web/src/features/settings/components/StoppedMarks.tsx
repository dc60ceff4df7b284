// Beside a number or address in the contact settings: by which channel nothing is sent there, why, and the way to lift it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Notice } from '@/components/States';
import type { SuppressedPlace } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useReason } from '@/lib/reasons';
import { useChannelName } from '@/lib/words';
import { reasonOf } from '../suppressions';
import { LiftDialog } from './LiftDialog';

interface Props { address: string; places: readonly SuppressedPlace[]; studentId: string; canEdit: boolean }

export function StoppedMarks({ address, places, studentId, canEdit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useReason();
  const channelName = useChannelName();
  const [lifting, setLifting] = useState<SuppressedPlace | null>(null);
  return (
    <>
      {places.map((place) => (
        <div key={place.suppression_id} className="person-stopped">
          <Notice tone="warn" title={t('stopped.nothingBy', { channel: channelName(place.channel) })}>
            {t('stopped.whySince', { why: reason({ reason: reasonOf[place.cause], channel: place.channel }), date: format.date(place.since) })}
          </Notice>
          {canEdit && <Button small onPress={() => setLifting(place)} aria-label={t('stopped.liftOf', { address })}>{t('stopped.lift')}</Button>}
        </div>
      ))}
      {lifting && <LiftDialog place={lifting} address={address} studentId={studentId} onClose={() => setLifting(null)} />}
    </>
  );
}
