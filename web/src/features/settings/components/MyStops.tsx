// What no longer comes to one's own address and number, why, and how it comes again (CHAN-10).
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import type { MyStop } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import { useChannelName } from '@/lib/words';
import { useGetAgain, useMyStops } from '../api';

export function MyStops() {
  const { data } = useMyStops();
  return data?.items.map((each) => <Stopped key={each.channel} stop={each} />);
}

function Stopped({ stop }: { stop: MyStop }) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  const channelName = useChannelName();
  const again = useGetAgain();
  const get = () => again.mutate(stop.channel, { onSuccess: () => toast(t('settings.mine.comesAgain')) });
  return (
    <Notice tone="warn" title={t('stopped.nothingBy', { channel: channelName(stop.channel) })}>
      <div className="stack">
        <p>{t(why(stop), { address: stop.address, date: format.date(stop.since) })} {!stop.can_get_again && t(way(stop))}</p>
        {stop.can_get_again && <div><Button small isPending={again.isPending} onPress={get}>{t('settings.mine.getAgain')}</Button></div>}
        {again.error && <p className="field-error">{errorText(again.error)}</p>}
      </div>
    </Notice>
  );
}

const why = ({ channel, cause }: MyStop) => {
  if (cause === 'opt_out') return channel === 'email' ? 'settings.mine.endedEmails' : 'settings.mine.endedTexts';
  if (cause === 'complaint') return 'settings.mine.spam';
  return cause === 'staff' ? 'settings.mine.bySchool' : 'settings.mine.notThere';
};

const way = ({ cause }: MyStop) => (cause === 'opt_out' ? 'settings.mine.textStart' : 'settings.mine.askSchool');
