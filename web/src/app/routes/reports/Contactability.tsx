// Contactability: whom a school does not reach, and why, to be mended before the day it matters.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { Headcount, ReachLines } from '@/features/audience/components/Reach';
import { contactabilityFile, contactChannels, useContactNumbers, type ContactabilityFilter } from '@/features/reports/contactability';
import { ContactabilityFilters } from '@/features/reports/components/ContactabilityFilters';
import { ContactabilityTable } from '@/features/reports/components/ContactabilityTable';
import type { ReachByChannel, Unreachable } from '@/lib/api/models';
import { download } from '@/lib/download';
import { useSettled, useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { only } from '../../shell/only';
import { ReportsHead, seesContactability } from './ReportsHead';

const TYPING_PAUSE_MS = 300;

export const Component = only(seesContactability, 'reports', ContactabilityPage);

function ContactabilityPage() {
  const { t } = useTranslation();
  const session = useSession();
  useTitle(t('contactability.title'));
  const first = session.school ?? session.me.schools[0];
  return first && <Contactability start={{ schoolId: first.school_id, who: 'families' }} />;
}

function Contactability({ start }: { start: ContactabilityFilter }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(start);
  const [q, setQ] = useState('');
  const asked = { ...filter, q: useSettled(q.trim(), TYPING_PAUSE_MS) };
  const { data } = useContactNumbers(filter);
  return (
    <>
      <ReportsHead title={t('contactability.title')} text={t('contactability.text')} />
      <ContactabilityFilters filter={filter} onChange={setFilter} q={q} onQ={setQ} reasons={reasonsOf(data?.by_channel ?? {}, filter.channel)} />
      {data && (
        <section className="card pad contact-numbers" aria-label={t('contactability.numbers')}>
          <Headcount people={data.people} />
          <div><ReachLines byChannel={data.by_channel} order={contactChannels} isSample={data.approximate} peopleOnly /></div>
        </section>
      )}
      <section className="stack" aria-label={t('history.results')}>
        <div className="row"><Export filter={asked} /></div>
        <ContactabilityTable key={JSON.stringify(asked)} filter={asked} />
      </section>
    </>
  );
}

type Reasons = { [channel: string]: ReachByChannel[string] & { reasons: { [reason: string]: number } } };

function reasonsOf(byChannel: Reasons, channel?: string): Unreachable[] {
  const found = Object.entries(byChannel).filter(([each]) => !channel || each === channel).flatMap(([, reach]) => Object.keys(reach.reasons));
  return [...new Set(found)] as Unreachable[];
}

function Export({ filter }: { filter: ContactabilityFilter }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const save = async () => {
    setBusy(true);
    setFailure(null);
    try {
      download(t('contactability.file', { who: filter.who }), await contactabilityFile(filter));
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button small icon="upload" isPending={busy} onPress={() => void save()}>{t('contactability.export')}</Button>
      {failure !== null && <Notice tone="bad" live>{errorText(failure)}</Notice>}
    </>
  );
}
