// Whose times the pages tell, where this browser's clock shows another: on a journey, or in another part of the country.
import { useTranslation } from 'react-i18next';
import { differNow, zoneName } from '@/lib/format';
import { useZone } from '@/lib/me';

export function ZoneHint() {
  const { t, i18n } = useTranslation();
  const zone = useZone();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return differNow(zone, own) ? <footer className="zone-hint">{t('shell.zone', { zone: zoneName(i18n.language, zone) })}</footer> : null;
}
