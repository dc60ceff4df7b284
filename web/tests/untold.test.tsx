// A search that could not be asked is not a search that found nobody.
import { screen, waitFor } from '@testing-library/react';
import i18next from 'i18next';
import { expect, it } from 'vitest';
import { Component as Compose } from '@/app/routes/Compose';
import { languageName } from '@/features/audience/components/SearchFilters';
import { aMe } from './support/build';
import { fakeApi, ok, unplugged } from './support/fake-api';
import { renderPage } from './support/render';

it('the picker says that it could not ask, and asks again (PICK-01)', async () => {
  let works = false;
  fakeApi({
    'GET /v1/groups': () => ok({ items: [] }),
    'GET /v1/schools': () => ok({ items: [] }),
    'GET /v1/students': () => (works ? ok({ items: [{ student_id: 's', name: 'Ana Reyes', grade: '9', school_name: 'Lincoln', number: '' }], next_cursor: null, total: 1 }) : unplugged),
    'POST /v1/audience/names': () => ok({ items: [] }),
  });
  const { user } = renderPage(<Compose />, { me: aMe({ roles: ['teacher'] }) });
  await user.click(screen.getByRole('radio', { name: 'Student' }));
  expect(await screen.findByText(/There is no connection to Carillon/)).toBeInTheDocument();
  expect(screen.queryByText(/Nothing found/)).not.toBeInTheDocument();
  works = true;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.getByText('Ana Reyes')).toBeInTheDocument());
});

it('a language that the browser does not know has its name', () => {
  const codesOnly = { of: (id: string) => id } as unknown as Intl.DisplayNames;
  expect(languageName(i18next.t, codesOnly, 'nv')).toBe('Navajo');
  expect(languageName(i18next.t, new Intl.DisplayNames(['en'], { type: 'language' }), 'es')).toBe('Spanish');
});
