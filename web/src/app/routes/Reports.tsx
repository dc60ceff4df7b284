// Reports: Communication History, with the Recipients and Errors windows and the message's text.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Drawer } from '@/components/Dialog';
import { EmptyState, LoadFailed, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { RecipientsDrawer } from '@/features/delivery/components/RecipientsDrawer';
import { useMessage } from '@/features/messages/api';
import { PlayAudio } from '@/features/calls/components/PlayAudio';
import { MessageText } from '@/features/messages/components/MessageText';
import { emptyFilter, type HistoryFilter } from '@/features/reports/api';
import { HistoryFilters } from '@/features/reports/components/HistoryFilters';
import { HistoryTable } from '@/features/reports/components/HistoryTable';
import type { HistoryRow } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useTitle } from '@/lib/hooks';
import { useWindowPlace } from '@/lib/window-place';
import { useInWords } from '@/lib/insert-fields';
import { only } from '../shell/only';
import { ReportsHead } from './reports/ReportsHead';

interface Opened { row: HistoryRow; what: 'recipients' | 'errors' | 'message' }

export const Component = only(({ can }) => can('communication_reports'), 'reports', Reports);

function Reports() {
  const { t } = useTranslation();
  useTitle(t('places.reports'));
  const [search, setSearch] = useState<{ filter: HistoryFilter; round: number } | null>(null);
  const [opened, setOpened, close] = useWindowPlace<Opened>('report');
  const inWords = useInWords();
  const windowOf = opened && opened.what !== 'message' ? opened : null;
  return (
    <>
      <ReportsHead title={t('history.title')} text={t('history.text')} />
      <HistoryFilters start={emptyFilter} onSearch={(filter) => setSearch((now) => ({ filter, round: (now?.round ?? 0) + 1 }))} />
      {search
        ? (
          <Results key={search.round}>
            <HistoryTable filter={search.filter} onMessage={(row) => setOpened({ row, what: 'message' })}
              onRecipients={(row, errorsOnly) => setOpened({ row, what: errorsOnly ? 'errors' : 'recipients' })} />
          </Results>
        )
        : <EmptyState icon="search" title={t('history.begin')}>{t('history.beginText')}</EmptyState>}
      <RecipientsDrawer about={inWords(windowOf?.row.subject ?? '')} key={windowOf ? `${windowOf.row.message_id} ${windowOf.row.channel} ${windowOf.what}` : ''} messageId={windowOf?.row.message_id ?? null}
        start={{ channel: windowOf?.row.channel, status: windowOf?.what === 'errors' ? 'error' : undefined }} onClose={close} />
      <MessageDrawer row={opened?.what === 'message' ? opened.row : null} onClose={close} />
    </>
  );
}

/** After Search the results come into view and take the focus, so that the next Tab is in them. */
function Results({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.focus({ preventScroll: true });
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return <section ref={section} tabIndex={-1} className="results" aria-label={t('history.results')}>{children}</section>;
}

function MessageDrawer({ row, onClose }: { row: HistoryRow | null; onClose: () => void }) {
  const { t } = useTranslation();
  const inWords = useInWords();
  return <Drawer title={row?.flagged ? t('flag.hidden') : inWords(row?.subject ?? '')} isOpen={row !== null} onClose={onClose}>{row && <MessageBody row={row} />}</Drawer>;
}

function MessageBody({ row }: { row: HistoryRow }) {
  const errorText = useErrorText();
  const format = useFormat();
  const inWords = useInWords();
  const message = useMessage(row.message_id);
  if (message.isPending) return <Skeleton />;
  if (message.error) return <LoadFailed message={errorText(message.error)} onRetry={() => void message.refetch()} />;
  return <div className="stack"><p className="muted small">{row.from.name} · {format.exact(row.sent_at)}</p>{row.flagged && <h3>{inWords(message.data.subject)}</h3>}<MessageText message={message.data} sound={message.data.voice_seconds !== null && <PlayAudio messageId={message.data.message_id} seconds={message.data.voice_seconds} />} /></div>;
}
