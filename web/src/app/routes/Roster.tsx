import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, LoadFailed, Notice, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useImports } from '@/features/directory/api';
import { ImportList } from '@/features/directory/components/ImportList';
import { UploadBox } from '@/features/directory/components/UploadBox';
import { useTitle } from '@/lib/hooks';
import { only } from '../shell/only';

/** After an upload the import shows within seconds; the list is read again for so long. */
const EXPECT_FOR_MS = 60_000;

export const Component = only(({ can }) => can('manage_roster'), 'roster', Roster);

function Roster() {
  const { t } = useTranslation();
  useTitle(t('places.roster'));
  return (
    <>
      <header className="page-head"><div><h1>{t('places.roster')}</h1><p className="muted">{t('roster.text')}</p></div></header>
      <Imports />
    </>
  );
}

function Imports() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [before, setBefore] = useState<string | undefined>();
  const [expecting, setExpecting] = useState(false);
  const imports = useImports(expecting);
  const count = imports.data?.items.length ?? 0;
  const newest = imports.data?.items[0]?.import_id;
  useEffect(() => {
    if (!expecting) return;
    const timer = setTimeout(() => setExpecting(false), EXPECT_FOR_MS);
    return () => clearTimeout(timer);
  }, [expecting]);
  return (
    <>
      <UploadBox onBegin={() => { setBefore(newest); setExpecting(false); }} onUploaded={() => setExpecting(true)} />
      {expecting && newest === before && <Notice live>{t('roster.waiting')}</Notice>}
      {imports.isPending && <Skeleton lines={4} />}
      {imports.error && <LoadFailed message={errorText(imports.error)} onRetry={() => void imports.refetch()} />}
      {imports.data && count === 0 && <EmptyState icon="roster" title={t('roster.none')}>{t('roster.noneText')}</EmptyState>}
      {count > 0 && <section className="stack"><h2>{t('roster.imports')}</h2><ImportList imports={imports.data?.items ?? []} /></section>}
    </>
  );
}
