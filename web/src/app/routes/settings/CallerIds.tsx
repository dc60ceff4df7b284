import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadFailed, Notice, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useCallerIds } from '@/features/callers/api';
import { ImportNumbers } from '@/features/callers/components/ImportNumbers';
import { NewNumbers } from '@/features/callers/components/NewNumbers';
import { SavedNumbers } from '@/features/callers/components/SavedNumbers';
import type { Waiting } from '@/features/callers/rows';
import { useTitle } from '@/lib/hooks';
import { only } from '../../shell/only';
import { SettingsHead } from './SettingsHead';
import '@/features/callers/components/callers.css';

export const Component = only(({ can }) => can('caller_id_numbers'), 'settings', CallerIdsPage);

function CallerIdsPage() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const list = useCallerIds();
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  const [importing, setImporting] = useState(false);
  useTitle(t('callers.page'));
  return (
    <>
      <SettingsHead />
      <p className="muted">{t('callers.about')}</p>
      {list.isPending && <Skeleton lines={8} />}
      {list.error && !list.data && <LoadFailed message={errorText(list.error)} onRetry={() => void list.refetch()} />}
      {list.data && (
        <div className="stack">
          {!list.data.calling && <Notice tone="warn" title={t('callers.noCalling')}>{t('callers.noCallingText')}</Notice>}
          <SavedNumbers items={list.data.items} />
          <NewNumbers waiting={waiting} onWaiting={setWaiting} onImport={() => setImporting(true)} />
          <ImportNumbers isOpen={importing} onClose={() => setImporting(false)} onRows={(rows) => setWaiting((now) => [...now, ...rows])} />
        </div>
      )}
    </>
  );
}
