// One group: new, or to change.
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { LoadFailed, Skeleton } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { ChangeGroupForm, NewGroupForm } from '@/features/audience/components/GroupForm';
import { useGroup } from '@/features/audience/groups';
import type { GroupKind } from '@/lib/api/models';
import { useTitle } from '@/lib/hooks';
import { useSession } from '@/lib/me';
import { only, Refused } from '../shell/only';
import { choosesKind, maySeeGroups } from '../shell/places';

export const Component = only(maySeeGroups, 'groups', GroupPage);

function GroupPage() {
  const { groupId, kind } = useParams();
  return groupId ? <Change groupId={groupId} /> : <New key={kind} kind={kind === 'staff' ? 'staff' : 'students'} />;
}

function New({ kind }: { kind: GroupKind }) {
  const { t } = useTranslation();
  const onDone = useDone();
  if (!choosesKind[kind](useSession())) return <Refused what="groups" />;
  return <Page title={t(kind === 'staff' ? 'groups.newStaff' : 'groups.newStudents')}><NewGroupForm kind={kind} onDone={onDone} /></Page>;
}

function Change({ groupId }: { groupId: string }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const session = useSession();
  const onDone = useDone();
  const group = useGroup(groupId);
  if (group.data && !choosesKind[group.data.value.kind](session)) return <Refused what="groups" />;
  return (
    <Page title={t('groups.changeTitle')}>
      {group.isPending && <Skeleton lines={4} />}
      {group.error && !group.data && <LoadFailed message={errorText(group.error)} onRetry={() => void group.refetch()} />}
      {group.data && <ChangeGroupForm key={group.data.tag} group={group.data.value} tag={group.data.tag} onDone={onDone} />}
    </Page>
  );
}

function Page({ title, children }: { title: string; children: React.ReactNode }) {
  useTitle(title);
  const { t } = useTranslation();
  return (
    <>
      <nav aria-label={t('shell.back')}><Link to="/groups" className="small">← {t('groups.title')}</Link></nav>
      <header className="page-head"><h1>{title}</h1></header>
      {children}
    </>
  );
}

function useDone() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (name: string) => { toast(t('groups.saved', { name })); void navigate('/groups'); };
}
