// The person's groups, to change and to delete; and those that others share with them, to use.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, LinkButton } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Icon } from '@/components/Icon';
import { EmptyState, LoadFailed, Skeleton } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import type { Group } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useDeleteGroup, useGroups } from '../groups';
import './groups.css';

export function GroupList() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const groups = useGroups();
  const [leaving, setLeaving] = useState<Group | null>(null);
  if (groups.isPending) return <Skeleton lines={4} />;
  if (groups.error) return <LoadFailed message={errorText(groups.error)} onRetry={() => void groups.refetch()} />;
  if (!groups.data.items.length) return <EmptyState icon="people" title={t('groups.none')}>{t('groups.noneText')}</EmptyState>;
  return (
    <>
      <ul className="groups">{groups.data.items.map((g) => <GroupLine key={g.group_id} group={g} onDelete={() => setLeaving(g)} />)}</ul>
      {leaving && <DeleteDialog group={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

function GroupLine({ group, onDelete }: { group: Group; onDelete: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kind = t(group.kind === 'students' ? 'groups.kinds.students' : 'groups.kinds.staff');
  const size = t('groups.members', { count: group.members, shown: format.number(group.members) });
  const sharing = group.own ? group.profiles.length > 0 && t('groups.shared') : t('groups.of', { name: group.owner_name });
  return (
    <li className="card group">
      <Icon name={group.kind === 'students' ? 'school' : 'people'} />
      <div className="group-name"><strong>{group.name}</strong><p className="muted small">{[kind, size, sharing].filter(Boolean).join(' · ')}</p></div>
      {group.own && (
        <div className="row tight">
          <LinkButton small to={`/groups/${encodeURIComponent(group.group_id)}`} aria-label={t('groups.changeOf', { name: group.name })}>{t('groups.change')}</LinkButton>
          <Button small look="danger" onPress={onDelete} aria-label={t('groups.deleteOf', { name: group.name })}>{t('groups.delete')}</Button>
        </div>
      )}
    </li>
  );
}

function DeleteDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const remove = useDeleteGroup();
  const go = () => remove.mutate(group.group_id, {
    onSuccess: () => { toast(t('groups.deleted', { name: group.name })); onClose(); },
    onError: (error) => toast(errorText(error), { tone: 'bad' }),
  });
  return (
    <Dialog role="alertdialog" title={t('groups.deleteTitle', { name: group.name })} isOpen onClose={onClose} actions={(
      <><Button look="danger" isPending={remove.isPending} onPress={go}>{t('groups.delete')}</Button><Button autoFocus onPress={onClose}>{t('kit.goBack')}</Button></>
    )}>
      <p>{t(group.profiles.length ? 'groups.deleteShared' : 'groups.deleteText')}</p>
    </Dialog>
  );
}
