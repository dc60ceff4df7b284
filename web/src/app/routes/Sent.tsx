import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Badge } from '@/components/Badge';
import { LinkButton } from '@/components/Button';
import { DataTable, type Column } from '@/components/DataTable';
import { SecureMark } from '@/components/SecureMark';
import { OutcomeBar } from '@/components/Progress';
import { EmptyState } from '@/components/States';
import { useSentMessages } from '@/features/messages/api';
import { StatusBadge } from '@/features/messages/components/MessageProgress';
import type { Message } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useTitle } from '@/lib/hooks';
import { useInWords } from '@/lib/insert-fields';
import { useTypeName } from '@/lib/words';
import { Icon } from '@/components/Icon';
import { useSession } from '@/lib/me';
import { yearTitle } from '@/lib/school-year';
import { only } from '../shell/only';
import { mayCompose } from '../shell/places';

export const Component = only(mayCompose, 'sent', Sent);

function Sent() {
  const { t } = useTranslation();
  useTitle(t('places.sent'));
  const { earlier } = useSession();
  const rows = useSentMessages();
  const columns = useColumns();
  return (
    <>
      <header className="page-head"><div><h1>{t('places.sent')}</h1><p className="muted">{t('sent.text')}</p></div></header>
      <DataTable name="sent" caption={t('places.sent')} columns={columns} rows={rows} rowKey={(m) => m.message_id}
        empty={earlier ? <EmptyState icon="sent" title={t('year.none', { year: yearTitle(earlier) })} /> : <EmptyState icon="sent" title={t('sent.none')} action={<LinkButton to="/compose" look="send" icon="compose">{t('home.write')}</LinkButton>}>{t('sent.noneText')}</EmptyState>} />
    </>
  );
}

function useColumns(): Column<Message>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const typeName = useTypeName();
  const inWords = useInWords();
  const sum = (m: Message, what: 'total' | 'sent' | 'pending' | 'expired' | 'errors') => m.parts.reduce((n, p) => n + p[what], 0);
  return [
    { id: 'subject', title: t('columns.message'), main: true, wide: true, sortBy: (m) => m.subject,
      cell: (m) => <div>{m.emergency && <><Badge tone="bad">{t('marks.emergency')}</Badge>{' '}</>}{m.secure && <><SecureMark short />{' '}</>}<Link to={`/sent/${encodeURIComponent(m.message_id)}`}><strong title={inWords(m.subject)}>{inWords(m.subject)}</strong></Link>{m.snippet && <p className="muted small">{inWords(m.snippet)}</p>}</div> },
    { id: 'to', title: t('columns.to'), wide: true, cell: (m) => <span title={m.to}>{m.to}</span>, sortBy: (m) => m.to },
    { id: 'parts', title: t('columns.parts'), cell: (m) => (
      <span className="part-icons">
        {m.parts.map((p) => <span key={p.channel} title={typeName(p.type)}><Icon name={p.channel} size={18} /><span className="visually-hidden">{typeName(p.type)}</span></span>)}
      </span>
    ) },
    { id: 'people', title: t('columns.people'), numeric: true, cell: (m) => format.number(m.people), sortBy: (m) => m.people },
    { id: 'progress', title: t('columns.progress'), cell: (m) => (
      <div style={{ minWidth: '7rem' }}><OutcomeBar label={t('sent.progressOf', { part: inWords(m.subject) })}
        outcome={{ total: sum(m, 'total'), sent: sum(m, 'sent'), pending: sum(m, 'pending'), expired: sum(m, 'expired'), errors: sum(m, 'errors') }} /></div>
    ) },
    { id: 'errors', title: t('columns.errors'), numeric: true, cell: (m) => format.number(sum(m, 'errors')), sortBy: (m) => sum(m, 'errors') },
    { id: 'status', title: t('columns.status'), cell: (m) => <StatusBadge message={m} />, sortBy: (m) => m.status },
    { id: 'when', title: t('columns.date'), cell: (m) => <time dateTime={m.sent_at} title={format.exact(m.sent_at)}>{format.dateTime(m.sent_at)}</time>, sortBy: (m) => m.sent_at },
  ];
}
