// The people of the list: searched on the server, each removable (IMPT-05, IMPT-07).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/components/Button';
import { Field } from '@/components/Field';
import { LoadFailed, Notice, Skeleton } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { useSettled } from '@/lib/hooks';
import { useImportedPeople, useRemovePerson } from './api';

const TYPING_PAUSE_MS = 200;

export function PeopleList({ listId, onCount }: { listId: string; onCount?: (people: number) => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [query, setQuery] = useState('');
  const found = useImportedPeople(listId, useSettled(query.trim(), TYPING_PAUSE_MS));
  const remove = useRemovePerson(listId);
  const people = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="stack">
      <Field label={t('imported.find')} value={query} onChange={setQuery} type="search" />
      {remove.error && <Notice tone="bad" live>{errorText(remove.error)}</Notice>}
      {found.isPending && <Skeleton />}
      {found.error && <LoadFailed message={errorText(found.error)} onRetry={() => void found.refetch()} />}
      {found.data && !people.length && !found.hasNextPage && <p className="muted" role="status">{t('kit.nothingFound')}</p>}
      <ul className="imported-people" aria-label={t('imported.title')} aria-busy={found.isFetching}>
        {people.map((person) => (
          <li key={person.entry_id}>
            <span className="imported-person">
              <strong>{person.name}</strong>
              <span className="muted">{[person.email, person.phone].filter(Boolean).join(' · ')}</span>
            </span>
            <IconButton icon="minus" label={t('kit.remove', { name: person.name })} isDisabled={remove.isPending}
              onPress={() => remove.mutate(person.entry_id, { onSuccess: onCount })} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && <div><Button small look="quiet" isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>{t('kit.more')}</Button></div>}
    </div>
  );
}
