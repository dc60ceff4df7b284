// The places: a rail at the left of a desk, a bar at the foot of a phone (four places there, the rest in a drawer).
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { Count } from '@/components/Badge';
import { Wordmark } from '@/components/Bell';
import { Drawer } from '@/components/Dialog';
import { Icon } from '@/components/Icon';
import { hasContent, loadDraft } from '@/features/messages/draft';
import { useSession } from '@/lib/me';
import { placeKeys, placesFor, type Place } from './places';

const BAR_PLACES = 4;

export function Rail() {
  const { t } = useTranslation();
  const session = useSession();
  const places = placesFor(session);
  return (
    <>
      <nav className="rail only-desk" aria-label={t('shell.places')}>
        <NavLink to="/" className="rail-mark" aria-label={t('shell.toHome')}><Wordmark /></NavLink>
        <ul className="rail-list">{places.map((p) => <li key={p.path} className={`rail-${p.name}`}><PlaceLink place={p} /></li>)}</ul>
        <p className="rail-foot truncate">{session.me.district.name}</p>
      </nav>
      <Bar places={places} />
    </>
  );
}

function Bar({ places }: { places: readonly Place[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const first = places.length <= BAR_PLACES + 1 ? places : places.slice(0, BAR_PLACES);
  const rest = places.slice(first.length);
  const { pathname } = useLocation();
  const isInRest = rest.some((p) => pathname === p.path || pathname.startsWith(`${p.path}/`));
  return (
    <nav className="bar only-phone" aria-label={t('shell.places')}>
      <ul className="bar-list">
        {first.map((p) => <li key={p.path}><PlaceLink place={p} /></li>)}
        {rest.length > 0 && <li><button type="button" className={isInRest ? 'place active' : 'place'} aria-current={isInRest || undefined} onClick={() => setOpen(true)}><Icon name="menu" /><span>{t('shell.more')}</span></button></li>}
      </ul>
      <Drawer title={t('shell.more')} isOpen={open} onClose={() => setOpen(false)}>
        <ul className="more-list">{rest.map((p) => <li key={p.path}><PlaceLink place={p} onVisit={() => setOpen(false)} /></li>)}</ul>
      </Drawer>
    </nav>
  );
}

function PlaceLink({ place, onVisit }: { place: Place; onVisit?: () => void }) {
  const { t } = useTranslation();
  const { me, earlier } = useSession();
  const { pathname } = useLocation();
  const isWithin = place.holds !== undefined && `${pathname}/`.startsWith(`${place.holds}/`);
  const unfinished = useUnfinished(me.user_id);
  return (
    <NavLink to={place.path} end={place.path === '/'} className={({ isActive }) => (isActive || isWithin ? 'place active' : 'place')} onClick={onVisit}>
      <Icon name={place.icon} />
      <span className="truncate">{t(placeKeys[place.name])}</span>
      {place.name === 'inbox' && !earlier && <Count value={me.unread} label={t('inbox.unread', { count: me.unread })} />}
      {place.name === 'compose' && unfinished && <span className="place-dot"><span className="visually-hidden">{t('shell.unfinished')}</span></span>}
    </NavLink>
  );
}

/** A message is being written, and waits. */
function useUnfinished(userId: string): boolean {
  return useSyncExternalStore(
    (tell) => { addEventListener('carillon.draft', tell); return () => removeEventListener('carillon.draft', tell); },
    () => { const draft = loadDraft(userId); return draft !== null && hasContent(draft); },
  );
}
