// Asks first: it is gone from the portals at once, and what it had not sent is canceled (ANN-26).
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import type { Announcement } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useChannelName } from '@/lib/words';
import { useDeleteAnnouncement } from '../api';

interface Props { announcement: Announcement; onClose: () => void; onDeleted?: () => void }

export function DeleteAnnouncement({ announcement, onClose, onDeleted }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { list } = useFormat();
  const channelName = useChannelName();
  const remove = useDeleteAnnouncement();
  const sent = announcement.sent.flatMap((each) => each.channels);
  const pending = announcement.channels.filter((each) => !sent.includes(each));
  const go = () => remove.mutate(announcement.announcement_id, {
    onSuccess: () => { toast(t('announcements.deleted', { title: announcement.title })); onClose(); onDeleted?.(); },
    onError: (error) => { toast(errorText(error), { tone: 'bad' }); onClose(); },
  });
  return (
    <Dialog role="alertdialog" title={t('announcements.deleteTitle', { title: announcement.title })} isOpen onClose={onClose} mustAnswer={remove.isPending} actions={(
      <><Button look="danger" isPending={remove.isPending} onPress={go}>{t('announcements.delete')}</Button><Button autoFocus isDisabled={remove.isPending} onPress={onClose}>{t('kit.goBack')}</Button></>
    )}>
      <div className="stack">
        <p>{t('announcements.deleteText')}</p>
        {pending.length > 0 && <p>{t('announcements.deletePending', { parts: list(pending.map(channelName)) })}</p>}
        {sent.length > 0 && <p>{t('announcements.deleteSent', { parts: list(sent.map(channelName)) })}</p>}
      </div>
    </Dialog>
  );
}
