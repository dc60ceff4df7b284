// The header: which school the session is set to, the palette, and the account.
import { lazy, Suspense, useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Wordmark } from '@/components/Bell';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Icon } from '@/components/Icon';
import { Menu } from '@/components/Menu';
import { signOut } from '@/features/access/api';
import { hasContent, keepDraft, loadDraft } from '@/features/messages/draft';
import { initials } from '@/lib/words';
import { isDark, setAppearance } from '@/lib/appearance';
import { useSession } from '@/lib/me';
import { yearTitle } from '@/lib/school-year';

const Palette = lazy(() => import('./Palette'));
const ChooseYear = lazy(() => import('./ChooseYear'));
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export function Header() {
  const { t } = useTranslation();
  const [palette, setPalette] = useState(false);
  const leaving = useLeaving();
  usePaletteKey(() => setPalette((open) => !open));
  return (
    <header className="header">
      <span className="only-phone header-mark"><Wordmark size={24} /></span>
      <SchoolSwitch />
      <AriaButton className="header-search push-end" onPress={() => setPalette(true)} aria-label={t('palette.open')} aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" size={18} /><span className="only-desk">{t('palette.open')}</span><kbd className="only-desk">{isMac ? '⌘K' : 'Ctrl K'}</kbd>
      </AriaButton>
      <AccountMenu onSignOut={leaving.start} />
      {palette && <Suspense><Palette onClose={() => setPalette(false)} onSignOut={leaving.start} /></Suspense>}
      {leaving.dialog}
    </header>
  );
}

function SchoolSwitch() {
  const { t } = useTranslation();
  const { me, school, setSchool } = useSession();
  const open = me.schools.filter((s) => s.is_open);
  // Families write to nobody's school; theirs would be a choice without effect.
  if (!school || !me.roles.some((role) => role === 'admin' || role === 'teacher')) return <span />;
  if (open.length < 2) return <span className="header-school truncate"><Icon name="school" size={18} /><span className="truncate">{school.name}</span></span>;
  const entries = open.map((s) => ({ id: s.school_id, name: s.name, hint: s.school_id === school.school_id ? t('shell.current') : undefined, onAction: () => setSchool(s.school_id) }));
  return (
    <Menu label={t('shell.school')} entries={entries} trigger={(
      <AriaButton className="header-school" aria-label={t('shell.schoolNow', { school: school.name })}>
        <Icon name="school" size={18} /><span className="truncate">{school.name}</span><Icon name="down" size={14} />
      </AriaButton>
    )} />
  );
}

function AccountMenu({ onSignOut }: { onSignOut: () => void }) {
  const { t } = useTranslation();
  const { me, earlier } = useSession();
  const [choosing, setChoosing] = useState(false);
  const navigate = useNavigate();
  const dark = isDark();
  const { first, current } = me.school_years;
  const years = first < current || earlier ? [{ id: 'year', name: t('year.title'), hint: yearTitle(earlier ?? current), icon: 'clock' as const, onAction: () => setChoosing(true) }] : [];
  return (
    <>
    <Menu label={t('shell.account')} trigger={<AriaButton className="header-account" aria-label={t('shell.accountOf', { name: me.name })}><span aria-hidden="true">{initials(me.name)}</span></AriaButton>}
      entries={[
        { id: 'settings', name: t('shell.mySettings'), hint: me.name, icon: 'user', onAction: () => void navigate('/settings') },
        ...years,
        { id: 'look', name: dark ? t('shell.light') : t('shell.dark'), icon: dark ? 'sun' : 'moon', onAction: () => setAppearance(dark ? 'light' : 'dark') },
        { id: 'out', name: t('shell.signOut'), icon: 'out', onAction: onSignOut },
      ]} />
    {choosing && <Suspense><ChooseYear onClose={() => setChoosing(false)} /></Suspense>}
    </>
  );
}

/** Signing out forgets the message being written, so it asks first when there is one. */
function useLeaving() {
  const { t } = useTranslation();
  const { me } = useSession();
  const [asking, setAsking] = useState(false);
  const leave = () => {
    keepDraft(me.user_id, null);
    void signOut().catch(() => undefined);
  };
  const start = () => {
    const draft = loadDraft(me.user_id);
    if (draft && hasContent(draft)) setAsking(true);
    else leave();
  };
  const dialog = (
    <Dialog role="alertdialog" title={t('shell.leaveTitle')} isOpen={asking} onClose={() => setAsking(false)} actions={(
      <><Button look="danger" onPress={leave}>{t('shell.leave')}</Button><Button autoFocus onPress={() => setAsking(false)}>{t('shell.stay')}</Button></>
    )}>
      <p>{t('shell.leaveText')}</p>
    </Dialog>
  );
  return { start, dialog };
}

function usePaletteKey(toggle: () => void) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      toggle();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
}
