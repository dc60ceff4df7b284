import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { DataTable, type Column } from '@/components/DataTable';
import { parsePageSize, usePaged, type ListPage } from '@/lib/paged';
import { renderPage } from './support/render';

interface Row { id: number; name: string }
const columns: Column<Row>[] = [
  { id: 'name', title: 'Name', main: true, cell: (r) => r.name, sortBy: (r) => r.name },
  { id: 'id', title: 'Number', numeric: true, cell: (r) => r.id, sortBy: (r) => r.id },
  { id: 'note', title: 'Note', cell: () => 'nothing new', hiddenAtFirst: true },
];
// 45 rows whose names are in no order; the server gives them by cursor.
const all: Row[] = Array.from({ length: 45 }, (_, i) => ({ id: (i * 17) % 45, name: `Row ${(i * 17) % 45}` }));

function serve(asked: number[]) {
  return ({ limit, cursor }: { limit: number; cursor?: string }): Promise<ListPage<Row>> => {
    asked.push(limit);
    const from = Number(cursor ?? 0);
    return Promise.resolve({ items: all.slice(from, from + limit), next_cursor: from + limit < all.length ? String(from + limit) : null, total: all.length });
  };
}

function Table({ fetch }: { fetch: ReturnType<typeof serve> }) {
  const rows = usePaged<Row>(['rows'], fetch);
  return <DataTable name="test" caption="Rows" columns={columns} rows={rows} rowKey={(r) => String(r.id)} empty={<p>Nothing</p>} />;
}

const shown = () => screen.getAllByRole('row').slice(1).map((row) => Number(within(row).getAllByRole('cell')[1]!.textContent));

describe('the table', () => {
  it('has no pages to choose from where all fits on the smallest', async () => {
    const few = all.slice(0, 3);
    renderPage(<Table fetch={() => Promise.resolve({ items: few, next_cursor: null, total: 3 })} />);
    await screen.findByRole('table');
    expect(screen.queryByRole('navigation')).toBeNull();
  });

  it('shows 20 rows, then the next (GRID-01, GRID-02)', async () => {
    const asked: number[] = [];
    const { user } = renderPage(<Table fetch={serve(asked)} />);
    await screen.findByRole('table');
    expect(shown()).toEqual(all.slice(0, 20).map((r) => r.id));
    expect(asked).toEqual([20]);
    expect(screen.getByRole('button', { name: 'Previous' })).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await waitFor(() => expect(shown()).toEqual(all.slice(20, 40).map((r) => r.id)));
  });

  it('goes to the last page when a later one is typed, and refuses words', async () => {
    const { user } = renderPage(<Table fetch={serve([])} />);
    await screen.findByRole('table');
    const page = screen.getByRole('textbox', { name: 'Page' });
    await user.clear(page);
    await user.type(page, '99{Enter}');
    await waitFor(() => expect(shown()).toEqual(all.slice(40).map((r) => r.id)));
    expect(page).toHaveValue('3');
    expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled();
    await user.clear(page);
    await user.type(page, 'two{Enter}');
    expect(page).toHaveValue('3');
  });

  it('takes a typed page size', async () => {
    const { user } = renderPage(<Table fetch={serve([])} />);
    await screen.findByRole('table');
    const size = screen.getByRole('textbox', { name: 'Rows per page (up to 100)' });
    await user.clear(size);
    await user.type(size, '30{Enter}');
    await waitFor(() => expect(shown()).toHaveLength(30));
  });

  it('sorts the whole result, not the page: ascending, then descending, numbers as numbers (GRID-07)', async () => {
    const asked: number[] = [];
    const { user } = renderPage(<Table fetch={serve(asked)} />);
    await screen.findByRole('table');
    await user.click(screen.getByRole('button', { name: 'Number' }));
    await waitFor(() => expect(shown()).toEqual(Array.from({ length: 20 }, (_, i) => i)));
    expect(asked).toEqual([20, 100]);
    expect(screen.getByRole('columnheader', { name: 'Number' })).toHaveAttribute('aria-sort', 'ascending');
    await user.click(screen.getByRole('button', { name: 'Number' }));
    await waitFor(() => expect(shown()[0]).toBe(44));
    await user.click(screen.getByRole('button', { name: 'Name' }));
    await waitFor(() => expect(shown().slice(0, 3)).toEqual([0, 1, 2]));
  });

  it('hides a column and remembers it; the main one stays (GRID-06)', async () => {
    const first = renderPage(<Table fetch={serve([])} />);
    await screen.findByRole('table');
    await first.user.click(screen.getByRole('button', { name: 'Columns' }));
    expect(screen.getByRole('checkbox', { name: 'Name' })).toBeDisabled();
    await first.user.click(screen.getByRole('checkbox', { name: 'Number' }));
    await first.user.keyboard('{Escape}');
    expect(screen.queryByRole('columnheader', { name: 'Number' })).not.toBeInTheDocument();
    first.unmount();
    renderPage(<Table fetch={serve([])} />);
    await screen.findByRole('table');
    expect(screen.queryByRole('columnheader', { name: 'Number' })).not.toBeInTheDocument();
  });
});

describe('reading on', () => {
  it('goes on by itself where the server’s page is short, and says nothing is there only at the end', async () => {
    const fetch = ({ cursor }: { cursor?: string }): Promise<ListPage<Row>> => Promise.resolve(cursor === 'c'
      ? { items: all.slice(0, 2), next_cursor: null }
      : { items: [], next_cursor: cursor ? 'c' : 'b' });
    renderPage(<Table fetch={fetch} />);
    expect(screen.queryByText('Nothing')).not.toBeInTheDocument();
    await screen.findByRole('table');
    expect(shown()).toHaveLength(2);
  });

  it('stops when the table is closed', async () => {
    const asked: number[] = [];
    const held: (() => void)[] = [];
    const slow = async (page: { limit: number; cursor?: string }) => {
      if (page.cursor) await new Promise<void>((done) => { held.push(done); });
      return { ...(await serve(asked)(page)), next_cursor: String(Number(page.cursor ?? 0) + 1) };
    };
    const { user, unmount } = renderPage(<Table fetch={slow} />);
    await screen.findByRole('table');
    await user.click(screen.getByRole('button', { name: 'Number' }));
    await waitFor(() => expect(held).toHaveLength(1));
    unmount();
    held.forEach((go) => go());
    await new Promise((done) => setTimeout(done, 50));
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  it('hides at first what has nothing to tell, and shows it when asked', async () => {
    const { user } = renderPage(<Table fetch={serve([])} />);
    await screen.findByRole('table');
    expect(screen.queryByRole('columnheader', { name: 'Note' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Columns' }));
    await user.click(screen.getByRole('checkbox', { name: 'Note' }));
    await user.keyboard('{Escape}');
    expect(screen.getByRole('columnheader', { name: 'Note' })).toBeInTheDocument();
  });
});

describe('a typed page size', () => {
  it.each([['20', 20], [' 7 ', 7], ['1000', 100], ['0', null], ['-3', null], ['ten', null], ['', null], ['2.5', null]])('%s', (typed, size) => {
    expect(parsePageSize(typed)).toBe(size);
  });
});
