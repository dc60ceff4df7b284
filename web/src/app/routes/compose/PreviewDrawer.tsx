// What will go out, before it does: the message as each channel shows it, whom it reaches and when, and whom it does not.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Drawer } from '@/components/Dialog';
import { EmptyState, LoadFailed, Skeleton } from '@/components/States';
import { Tabs, type TabItem } from '@/components/Tabs';
import { useErrorText } from '@/components/errors';
import { countQuery } from '@/features/audience/api';
import { Headcount, ReachTable } from '@/features/audience/components/Reach';
import { Unreachable } from '@/features/audience/components/Unreachable';
import { Finish } from '@/features/delivery/components/Finish';
import { deliveriesOf, toPreview } from '@/features/delivery/preview';
import { useSession } from '@/lib/me';
import { maySend } from '../../shell/places';
import { Samples } from './Samples';
import type { Outgoing } from './useOutgoing';

type Side = 'message' | 'people' | 'unreachable';

export function PreviewDrawer({ outgoing, isOpen, onClose }: { outgoing: Outgoing; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return <Drawer title={t('preview.title')} isOpen={isOpen} onClose={onClose}>{isOpen && <Sides outgoing={outgoing} />}</Drawer>;
}

function Sides({ outgoing }: { outgoing: Outgoing }) {
  const { t } = useTranslation();
  const [side, setSide] = useState<Side>('message');
  const session = useSession();
  const message = <Message outgoing={outgoing} />;
  if (!maySend(session) || outgoing.nobody) return message;
  const tabs: TabItem<Side>[] = [
    { id: 'message', title: t('preview.message'), icon: 'eye', content: message },
    { id: 'people', title: t('preview.people'), icon: 'people', content: <People outgoing={outgoing} /> },
    { id: 'unreachable', title: t('preview.unreachable'), icon: 'warn', content: <Missed outgoing={outgoing} /> },
  ];
  return <Tabs label={t('preview.title')} tabs={tabs} selected={side} onSelect={setSide} />;
}

function Message({ outgoing }: { outgoing: Outgoing }) {
  const { t } = useTranslation();
  const letterOnly = !maySend(useSession());
  const isEmpty = outgoing.parts.every((part) => part === 'push');
  if (isEmpty) return <EmptyState icon="compose" title={t('preview.nothing')}>{t('preview.nothingText')}</EmptyState>;
  return <Samples order={toPreview(outgoing.body(), outgoing.counted.key)} letterOnly={letterOnly} />;
}

const useCount = (outgoing: Outgoing) => useQuery(countQuery(useSession().school?.school_id, outgoing.counted));

function People({ outgoing }: { outgoing: Outgoing }) {
  const errorText = useErrorText();
  const { school } = useSession();
  const { data, error, refetch } = useCount(outgoing);
  if (error) return <LoadFailed message={errorText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  const going = { schoolId: school?.school_id ?? '', source: outgoing.source, deliveries: deliveriesOf(data.by_channel), emergency: outgoing.emergencies };
  return (
    <div className="preview-people">
      <section className="stack"><Headcount people={data.people} /><ReachTable count={data} order={outgoing.ways} /></section>
      <Finish going={going} />
    </div>
  );
}

function Missed({ outgoing }: { outgoing: Outgoing }) {
  return <Unreachable counted={outgoing.counted} count={useCount(outgoing).data} ways={outgoing.ways} />;
}
