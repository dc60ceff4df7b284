// Imported recipients: a file, its columns, the list, and what was left out.
import { screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { isNobody, toAudience, type ImportedChoice } from '@/features/audience/choice';
import { csvText, records } from '@/features/audience/csv';
import { ImportedRecipients } from '@/features/audience/imported/ImportedRecipients';
import type { ImportPreview, ImportResult } from '@/lib/api/models';
import { fakeApi, ok, problem, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

const TEXT = 'Name,Email,Phone\r\nAna Ruiz,ana@mail.example,\r\n=Bo,nonsense,\r\n';
const preview: ImportPreview = {
  delimiter: ',', columns: 3, rows: 3, header: true, phones: true,
  sample: TEXT.trim().split('\r\n').map((line, at) => ({ row: at + 1, cells: line.split(',') })),
  guess: { first_name: null, last_name: null, full_name: 0, email: 1, phone: 2 },
};
const list = (people: number) => ({ list_id: 'list_1', people, with_email: people, with_phone: 0, files: 1, sent: false, scheduled_message_id: null, created_at: '', expires_at: '' });
const result: ImportResult = {
  list: list(1), imported: 1, repeated: 0, bad_rows: [{ row: 3, problems: [{ column: 'email', reason: 'bad_email', message: 'x' }] }],
};
const person = (name: string) => ({ entry_id: `up-${name}`, name, email: `${name}@mail.example`, phone: null });

function server(more: Record<string, Handler> = {}) {
  return fakeApi({
    'POST /v1/imported-files/preview': () => ok(preview),
    'POST /v1/imported-lists': () => ok(list(0), 201),
    'POST /v1/imported-lists/list_1/files': () => ok(result),
    'GET /v1/imported-lists/list_1/entries': ({ query }) => ok({ items: query.get('q') ? [] : [person('Ana')], next_cursor: null, total: 1 }),
    'GET /v1/imported-lists/list_1': () => ok(list(36)),
    ...more,
  });
}

const changes: (ImportedChoice | undefined)[] = [];
function Area({ from }: { from?: ImportedChoice }) {
  const [choice, setChoice] = useState(from);
  return <ImportedRecipients choice={choice} onChoice={(next) => { changes.push(next); setChoice(next); }} />;
}

const chosen: ImportedChoice = { listId: 'list_1', people: 37 };
const press = (name: string | RegExp) => screen.findByRole('button', { name });

/** jsdom's files cannot give their bytes. */
function aFile(text: string) {
  const bytes = new TextEncoder().encode(text);
  return Object.assign(new File([bytes], 'people.csv', { type: 'text/csv' }), { arrayBuffer: () => Promise.resolve(bytes.buffer) });
}

const textOf = (blob: Blob) => new Promise<string>((resolve) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result as string);
  reader.readAsText(blob);
});

async function chooseFile(user: ReturnType<typeof renderPage>['user'], text = TEXT) {
  await user.click(await press('Import recipients'));
  const input = document.querySelector<HTMLInputElement>('input[type="file"]')!;
  await user.upload(input, aFile(text));
}

beforeEach(() => { changes.length = 0; });

describe('importing', () => {
  it('shows the columns as guessed, imports, and lists good and bad rows (IMPT-03, IMPT-05)', async () => {
    const { asked } = server();
    const { user } = renderPage(<Area />);
    await chooseFile(user);
    expect(await screen.findByText(/people.csv has 3 rows/)).toBeInTheDocument();
    expect(screen.getByRole('checkbox', { name: /Header/ })).toBeChecked();
    await user.click(await press('Import'));
    expect(await screen.findByText('1 recipient was imported.')).toBeInTheDocument();
    expect(screen.getByText('Row 3')).toBeInTheDocument();
    expect(screen.getByText('Email: this is no email address that mail can go to.')).toBeInTheDocument();
    expect(await screen.findByText('Ana')).toBeInTheDocument();
    const sent = asked.find((a) => a.path.endsWith('/files'))!.body as { csv: string; header: boolean; columns: object };
    expect(atob(sent.csv)).toBe(TEXT);
    expect(sent).toMatchObject({ header: true, columns: { full_name: 0, email: 1, phone: 2 } });
    await user.click(await press('Done'));
    expect(await screen.findByText('Imported: 1')).toBeInTheDocument();
    expect(changes).toEqual([{ listId: 'list_1', people: 1 }]);
  });

  it('sends the columns that were chosen, and the Header box (IMPT-03, IMPT-04)', async () => {
    const { asked } = server();
    const { user } = renderPage(<Area />);
    await chooseFile(user);
    await user.click(await press(/Phone/));
    await user.click(await screen.findByRole('option', { name: /Not in the file/ }));
    await user.click(screen.getByRole('checkbox', { name: /Header/ }));
    await user.click(await press('Import'));
    await waitFor(() => expect(asked.find((a) => a.path.endsWith('/files'))!.body).toMatchObject({ header: false, columns: { full_name: 0, email: 1, phone: null } }));
  });

  it('shows a refusal beside the column and keeps the window as it was (IMPT-03)', async () => {
    server({
      'POST /v1/imported-lists/list_1/files': () => problem(400, 'invalid', { detail: 'Choose another.', errors: [{ field: 'columns.phone', message: 'This column is used for Email already.' }] }),
    });
    const { user } = renderPage(<Area />);
    await chooseFile(user);
    await user.click(await press('Import'));
    expect(await screen.findByText('This column is used for Email already.')).toBeInTheDocument();
    expect(changes).toEqual([]);
  });

  it('says why a file cannot be used (IMPT-14)', async () => {
    server({ 'POST /v1/imported-files/preview': () => problem(400, 'invalid', { detail: 'This file is in UTF-16.' }) });
    const { user } = renderPage(<Area />);
    await chooseFile(user);
    expect(await screen.findByText('This file is in UTF-16.')).toBeInTheDocument();
  });

  it('does not ask for phones without Calling & Texting (IMPT-02, LIC-01)', async () => {
    server({ 'POST /v1/imported-files/preview': () => ok({ ...preview, phones: false }) });
    const { user } = renderPage(<Area />);
    await chooseFile(user);
    await press('Import');
    expect(screen.queryByRole('button', { name: /^Phone|Phone$/ })).toBeNull();
  });

  it('names how many repeat, and adds to the list that is there (IMPT-06)', async () => {
    const { asked, times } = server({ 'POST /v1/imported-lists/list_1/files': () => ok({ ...result, list: list(38), repeated: 1 }) });
    const { user } = renderPage(<Area from={chosen} />);
    await user.click(await press('View imported'));
    await user.click(await press('Upload another file'));
    const input = document.querySelector<HTMLInputElement>('input[type="file"]')!;
    await user.upload(input, aFile(TEXT));
    await user.click(await press('Import'));
    expect(await screen.findByText(/1 of them is in the list already/)).toBeInTheDocument();
    expect(times('POST /v1/imported-lists')).toBe(0);
    expect(asked.some((a) => a.path === '/v1/imported-lists/list_1/files')).toBe(true);
    expect(changes).toEqual([{ listId: 'list_1', people: 38 }]);
  });

  it('gives bad rows back as a file that no spreadsheet runs (IMPT-14)', async () => {
    server();
    const files: Blob[] = [];
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: (file: Blob) => { files.push(file); return 'blob:x'; }, revokeObjectURL: () => undefined }));
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const { user } = renderPage(<Area />);
    await chooseFile(user);
    await user.click(await press('Import'));
    await user.click(await press('Download these rows'));
    const text = await textOf(files[0]!);
    expect(text.replace('\uFEFF', '').split('\r\n').slice(0, 2)).toEqual([
      '"Name","Email","Phone","Problem"',
      '"\'=Bo","nonsense","","Email: this is no email address that mail can go to."',
    ]);
  });
});

describe('the list', () => {
  it('removes one by its minus control, and the chip follows (IMPT-07)', async () => {
    const { times } = server({ 'DELETE /v1/imported-lists/list_1/entries/up-Ana': () => ({ status: 204 }) });
    const { user } = renderPage(<Area from={chosen} />);
    await user.click(await press('View imported'));
    await user.click(await press('Remove Ana'));
    await waitFor(() => expect(changes).toEqual([{ listId: 'list_1', people: 36 }]));
    expect(times('DELETE /v1/imported-lists/list_1/entries/up-Ana')).toBe(1);
  });

  it('says so when the message is being sent (IMPT-07)', async () => {
    server({ 'DELETE /v1/imported-lists/list_1/entries/up-Ana': () => problem(409, 'conflict', { detail: 'They went out with a message.' }) });
    const { user } = renderPage(<Area from={chosen} />);
    await user.click(await press('View imported'));
    await user.click(await press('Remove Ana'));
    expect(await screen.findByText('They went out with a message.')).toBeInTheDocument();
    expect(changes).toEqual([]);
  });

  it('asks before it deletes all; Go back keeps them (IMPT-08)', async () => {
    const { times } = server({ 'DELETE /v1/imported-lists/list_1': () => ({ status: 204 }) });
    const { user } = renderPage(<Area from={chosen} />);
    await user.click(await press(/Remove Imported: 37/));
    const dialog = await screen.findByRole('alertdialog', { name: 'Delete all 37 imported recipients?' });
    await user.click(within(dialog).getByRole('button', { name: 'Go back' }));
    expect(times('DELETE /v1/imported-lists/list_1')).toBe(0);
    expect(changes).toEqual([]);
    await user.click(await press(/Remove Imported: 37/));
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Delete all' }));
    await waitFor(() => expect(changes).toEqual([undefined]));
  });

  it('is searched on the server (IMPT-05)', async () => {
    const { asked } = server();
    const { user } = renderPage(<Area from={chosen} />);
    await user.click(await press('View imported'));
    await user.type(await screen.findByRole('searchbox', { name: 'Search by name, email or phone' }), 'zed');
    expect(await screen.findByText(/Nothing found/)).toBeInTheDocument();
    expect(asked.at(-1)!.query.get('q')).toBe('zed');
  });
});

describe('the choice', () => {
  it('names the list, alone or beside others (COMP-01)', () => {
    const choice = { recipientType: null, picks: [], imported: chosen };
    expect(isNobody(choice)).toBe(false);
    expect(toAudience(choice)).toEqual({ students: null, staff: null, imported: { list_id: 'list_1' } });
  });
});

describe('CSV in the browser', () => {
  it('numbers rows as the server does: blank rows and rows of several lines are one each', () => {
    expect(records('a,b\r\n\r\n"two\r\nlines",b\n,,\rlast, "x ""y"""', ',')).toEqual([['a', 'b'], [''], ['two\r\nlines', 'b'], ['', '', ''], ['last', 'x "y"']]);
  });

  it('writes what it reads', () => {
    const rows = [['Ruiz, "Ana"', 'two\nlines', '']];
    expect(records(csvText(rows, ';'), ';').slice(0, 1)).toEqual(rows);
  });

  it('puts an apostrophe before what a spreadsheet would run', () => {
    for (const cell of ['=1', '+1', '-1', '@x', '\tx', '\rx']) expect(csvText([[cell]], ',')).toBe(`"'${cell}"\r\n`);
  });
});
