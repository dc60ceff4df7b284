// Roster imports: uploading the student system's export, and following what became of it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import type { RosterImport, RosterRow, RosterRowKind } from '@/lib/api/models';
import { usePaged } from '@/lib/paged';
import { postForm } from '@/lib/post-form';

const REFRESH_MS = 2000;
export const isUnderWay = (i: Pick<RosterImport, 'status'>) => i.status === 'reading' || i.status === 'applying';

export const useImports = (expecting: boolean) => useQuery({
  queryKey: ['imports'],
  queryFn: () => read(api.GET('/v1/roster/imports', {})),
  refetchInterval: (query) => (expecting || query.state.data?.items.some(isUnderWay) ? REFRESH_MS : false),
});

export const useImport = (importId: string) => useQuery({
  queryKey: ['import', importId],
  queryFn: () => read(api.GET('/v1/roster/imports/{import_id}', { params: { path: { import_id: importId } } })),
  refetchInterval: (query) => (query.state.data && isUnderWay(query.state.data) ? REFRESH_MS : false),
});

export const useImportRows = (importId: string, kind: RosterRowKind) => usePaged<RosterRow>(
  ['import-rows', importId, kind],
  ({ limit, cursor }, signal) => read(api.GET('/v1/roster/imports/{import_id}/rows', {
    params: { path: { import_id: importId }, query: { kind, limit, cursor } }, signal,
  })),
);

export function useDecide(importId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: 'approve' | 'reject') => read(decision === 'approve'
      ? api.POST('/v1/roster/imports/{import_id}/approve', { params: { path: { import_id: importId } } })
      : api.POST('/v1/roster/imports/{import_id}/reject', { params: { path: { import_id: importId } } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['imports'] });
      void client.invalidateQueries({ queryKey: ['import', importId] });
    },
  });
}

/** Asks for a place to put the file, and puts it there. `onProgress`: 0 to 1. */
export async function uploadRoster(file: File, onProgress: (share: number) => void): Promise<void> {
  const ticket = await read(api.POST('/v1/roster/uploads', { body: { file_name: file.name, size: file.size } }));
  await postForm(ticket.upload, file, onProgress);
}
