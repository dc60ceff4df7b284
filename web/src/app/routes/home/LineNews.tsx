// For administrators: by which ways nothing leaves at the moment, and the way to where it is looked after.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Notice } from '@/components/States';
import { useProviders } from '@/features/settings/api';
import { stopKeys, useChannelName } from '@/lib/words';

export default function LineNews() {
  const { t } = useTranslation();
  const channelName = useChannelName();
  const providers = useProviders();
  return providers.data?.items.map(({ channel, state }) => state !== 'working' && (
    <Notice key={channel} tone={state === 'paused' ? 'bad' : 'warn'} title={channelName(channel)} live>
      <p>{t(stopKeys[state])} <Link to="/settings/district">{t('home.line')}</Link></p>
    </Notice>
  ));
}
