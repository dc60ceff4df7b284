// One group: new, or to change.
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { LoadFailed, Skeleton } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { ChangeGroupForm, NewGroupForm } from '@/features/audience/components/GroupForm';
import { useGroup } from '@/features/audience/groups';
import { useTitle } from '@/lib/hooks';

export function Component() {
  const { t } = useTranslation();
  const { groupId, kind } = useParams();
  const navigate = useNavigate();
  const title = t(groupId ? 'groups.changeTitle' : kind === 'staff' ? 'groups.newStaff' : 'groups.newStudents');
  useTitle(title);
  const done = (name: string) => { toast(t('groups.saved', { name })); void navigate('/groups'); };
  return (
    <>
      <header className="page-head"><h1>{title}</h1></header>
      {groupId ? <Change groupId={groupId} onDone={done} /> : <NewGroupForm key={kind} kind={kind === 'staff' ? 'staff' : 'students'} onDone={done} />}
    </>
  );
}

function Change({ groupId, onDone }: { groupId: string; onDone: (name: string) => void }) {
  const errorText = useErrorText();
  const group = useGroup(groupId);
  if (group.isPending) return <Skeleton lines={4} />;
  if (group.error) return <LoadFailed message={errorText(group.error)} onRetry={() => void group.refetch()} />;
  return <ChangeGroupForm key={group.data.tag} group={group.data.value} tag={group.data.tag} onDone={onDone} />;
}
