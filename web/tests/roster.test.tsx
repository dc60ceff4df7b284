// Roster imports: the decision about one that is held, reasons in the list, the notice of an upload.
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Component as Roster } from '@/app/routes/Roster';
import { ImportList } from '@/features/directory/components/ImportList';
import { ImportReport } from '@/features/directory/components/ImportReport';
import type { RosterImport } from '@/lib/api/models';
import * as storage from '@/lib/post-form';
import { aMe } from './support/build';
import { fakeApi, ok } from './support/fake-api';
import { renderPage } from './support/render';

beforeEach(() => { vi.spyOn(storage, 'postForm').mockResolvedValue(); });

describe('a roster import', () => {
  const held: RosterImport = {
    import_id: 'imp_1', file_name: 'export.zip', received_at: '2026-11-23T11:40:00+00:00', status: 'held', progress: 1, problems: 0, ignored: [],
    hold_reason: '96 of 612 people would vanish.', refusal: null, decided_by: null, decided_at: null, summary: { students: { added: 1, changed: 2, removed: 96, unchanged: 500 } },
  };

  it('is applied only after a second question', async () => {
    const { times } = fakeApi({ 'GET /v1/roster/imports/{}/rows': () => ok({ items: [], next_cursor: null }), 'POST /v1/roster/imports/{}/approve': () => ok(undefined, 202) });
    const { user } = renderPage(<ImportReport report={held} />);
    expect(screen.getByText('96 of 612 people would vanish.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Approve and apply' }));
    expect(times('POST /v1/roster/imports/imp_1/approve')).toBe(0);
    await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Approve and apply' }));
    await waitFor(() => expect(times('POST /v1/roster/imports/imp_1/approve')).toBe(1));
  });

  it('is rejected only after a second question', async () => {
    const { times } = fakeApi({ 'GET /v1/roster/imports/{}/rows': () => ok({ items: [], next_cursor: null }), 'POST /v1/roster/imports/{}/reject': () => ok(undefined, 202) });
    const { user } = renderPage(<ImportReport report={held} />);
    await user.click(screen.getByRole('button', { name: 'Reject' }));
    expect(times('POST /v1/roster/imports/imp_1/reject')).toBe(0);
    await user.click(within(screen.getByRole('alertdialog', { name: 'Reject this import?' })).getByRole('button', { name: 'Reject' }));
    await waitFor(() => expect(times('POST /v1/roster/imports/imp_1/reject')).toBe(1));
  });

  it('says who decided', () => {
    fakeApi({ 'GET /v1/roster/imports/{}/rows': () => ok({ items: [], next_cursor: null }) });
    renderPage(<ImportReport report={{ ...held, status: 'rejected', decided_by: 'Dee Clerk', decided_at: '2026-11-23T11:45:00+00:00' }} />);
    expect(screen.getByText(/^Rejected by Dee Clerk, /)).toBeInTheDocument();
  });

  it('gives the reason in the list, for one that is held or refused', () => {
    fakeApi({});
    renderPage(<ImportList imports={[held, { ...held, import_id: 'imp_2', status: 'refused', hold_reason: null, refusal: 'users.csv is missing.' }, { ...held, import_id: 'imp_3', status: 'applied', hold_reason: 'Approved long ago.' }]} />);
    expect(screen.getByText('96 of 612 people would vanish.')).toBeInTheDocument();
    expect(screen.getByText('users.csv is missing.')).toBeInTheDocument();
    expect(screen.queryByText('Approved long ago.')).not.toBeInTheDocument();
  });

  it('ends the notice of an upload as soon as its import is listed, however long the list is', async () => {
    let items: RosterImport[] = Array.from({ length: 20 }, (_, n) => ({ ...held, import_id: `old_${n}`, status: 'applied' }));
    const { times } = fakeApi({ 'POST /v1/roster/uploads': () => ok({ import_key: 'k', upload: { url: 'https://s3.example', fields: {} }, expires_at: '' }, 201), 'GET /v1/roster/imports': () => ok({ items, next_cursor: 'more' }) });
    const { user, container } = renderPage(<Roster />, { me: aMe({ permissions: { manage_roster: 'edit' } }) });
    await screen.findAllByText('export.zip');
    await user.upload(container.querySelector('input[type=file]') as HTMLInputElement, new File(['zip'], 'new.zip', { type: 'application/zip' }));
    expect(await screen.findByText(/Reading it begins in a moment/)).toBeInTheDocument();
    items = [{ ...held, import_id: 'new', status: 'refused', hold_reason: null, refusal: 'This is not a zip file.' }, ...items.slice(0, 19)];
    await waitFor(() => expect(times('GET /v1/roster/imports')).toBeGreaterThan(1), { timeout: 4000 });
    expect(await screen.findByText('This is not a zip file.')).toBeInTheDocument();
    expect(screen.queryByText(/Reading it begins in a moment/)).not.toBeInTheDocument();
  });

  it('tells the reason once when the whole file is refused', () => {
    fakeApi({});
    renderPage(<ImportReport report={{ ...held, status: 'refused', hold_reason: null, refusal: 'This is not a zip file.', problems: 1, summary: {} }} />);
    expect(screen.getAllByText('This is not a zip file.')).toHaveLength(1);
    expect(screen.queryByRole('tab')).not.toBeInTheDocument();
  });
});
