// The people chosen one by one, kept under a name for the next time.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { ApiError } from '@/lib/api/problem';
import { useFormat } from '@/lib/format';
import type { AudienceChoice } from '../choice';
import { useCreateGroup } from '../groups';

type Kind = 'student' | 'staff';

export function SaveGroups({ choice }: { choice: AudienceChoice }) {
  const kinds = (['student', 'staff'] as const).filter((kind) => idsOf(choice, kind).length > 1);
  if (!kinds.length) return null;
  return <div className="row">{kinds.map((kind) => <SaveGroup key={kind} kind={kind} members={idsOf(choice, kind)} />)}</div>;
}

const idsOf = (choice: AudienceChoice, kind: Kind) => choice.picks.filter((p) => p.kind === kind).map((p) => p.id);

function SaveGroup({ kind, members }: { kind: Kind; members: string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const text = t(kind === 'student' ? 'groups.saveStudents' : 'groups.saveStaff', { count: members.length, shown: format.number(members.length) });
  return (
    <>
      <Button small look="quiet" icon="people" onPress={() => setOpen(true)}>{text}</Button>
      {isOpen && <NameDialog title={text} kind={kind} members={members} onClose={() => setOpen(false)} />}
    </>
  );
}

function NameDialog({ title, kind, members, onClose }: { title: string; kind: Kind; members: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const create = useCreateGroup();
  const [name, setName] = useState('');
  const save = () => create.mutate({ kind: kind === 'student' ? 'students' : 'staff', name, members }, {
    onSuccess: (made) => { toast(t('groups.saved', { name: made.name })); onClose(); },
  });
  const error = create.error && (fieldError(create.error, 'name') ?? errorText(create.error));
  return (
    <Dialog title={title} isOpen onClose={onClose} actions={(
      <><Button look="primary" isPending={create.isPending} onPress={save}>{t('groups.save')}</Button><Button onPress={onClose}>{t('kit.goBack')}</Button></>
    )}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); save(); }}>
        <Field autoFocus label={t('groups.name')} hint={t('groups.nameHint')} value={name} onChange={setName} error={error ?? undefined} />
      </form>
    </Dialog>
  );
}

export const fieldError = (error: Error, field: string) =>
  (error instanceof ApiError ? error.fields.find((e) => e.field === field)?.message : undefined);
