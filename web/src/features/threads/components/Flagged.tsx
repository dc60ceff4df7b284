// A flagged message: hidden until its reader looks, and flagged until somebody who may removes the flag (FLAG).
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Icon } from '@/components/Icon';
import { SafeHtml } from '@/components/SafeHtml';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import type { ThreadEntry } from '@/lib/api/models';
import { useSession } from '@/lib/me';
import { useRemoveFlag, useViewFlagged } from '../api';

export function FlaggedMark() {
  const { t } = useTranslation();
  return <span className="flagged row tight"><Icon name="flag" size={16} />{t('flag.hidden')}</span>;
}

/** What was seen stays in this page alone: a reload hides it again (FLAG-05). */
export function Flagged({ threadId, entry }: { threadId: string; entry: ThreadEntry }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { edits } = useSession();
  const view = useViewFlagged(threadId, entry.entry_id);
  const [asking, setAsking] = useState(false);
  const seen: ReactNode = view.data && <>{view.data.subject && <h3 className="entry-subject">{view.data.subject}</h3>}<SafeHtml html={view.data.html} /></>;
  return (
    <div className="stack">
      <p><FlaggedMark /></p>
      {seen}
      {view.error && <p className="field-error" role="alert">{errorText(view.error)}</p>}
      <div className="row">
        {!view.data && <Button small icon="eye" isPending={view.isPending} onPress={() => view.mutate()}>{t('flag.view')}</Button>}
        {edits('flag_messages') && <Button small look="quiet" onPress={() => setAsking(true)}>{t('flag.remove')}</Button>}
      </div>
      {asking && <RemoveFlag threadId={threadId} entryId={entry.entry_id} onClose={() => setAsking(false)} />}
    </div>
  );
}

function RemoveFlag({ threadId, entryId, onClose }: { threadId: string; entryId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const remove = useRemoveFlag(threadId, entryId);
  const confirm = () => remove.mutate(undefined, { onSuccess: () => { onClose(); toast(t('flag.removed')); } });
  return (
    <Dialog role="alertdialog" title={t('flag.removeTitle')} isOpen onClose={onClose} actions={(
      <><Button look="primary" isPending={remove.isPending} onPress={confirm}>{t('flag.remove')}</Button><Button autoFocus onPress={onClose}>{t('kit.goBack')}</Button></>
    )}>
      <p>{t('flag.removeText')}</p>
      {remove.error && <p className="field-error" role="alert">{errorText(remove.error)}</p>}
    </Dialog>
  );
}
