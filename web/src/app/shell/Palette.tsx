// The command palette (Ctrl K): type a few letters of any place or action, Enter goes there.
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField, Text, useFilter } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Icon, type IconName } from '@/components/Icon';
import { isDark, setAppearance } from '@/lib/appearance';
import { languages, setLanguage } from '@/lib/i18n';
import { useSession } from '@/lib/me';
import { placeKeys, placesFor } from './places';

interface Command { id: string; name: string; icon: IconName; go: () => void }

export default function Palette({ onClose, onSignOut }: { onClose: () => void; onSignOut: () => void }) {
  const { t } = useTranslation();
  const { contains } = useFilter({ sensitivity: 'base' });
  const commands = useCommands(onSignOut);
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className="overlay palette-overlay">
      <Modal className="palette">
        <Dialog aria-label={t('palette.title')} className="palette-dialog">
          <Autocomplete filter={contains}>
            <SearchField autoFocus aria-label={t('palette.label')} className="palette-field">
              <Icon name="search" /><Input placeholder={t('palette.label')} />
            </SearchField>
            <Menu className="options" items={commands} aria-label={t('palette.title')}
              renderEmptyState={() => <div className="options-note">{t('kit.nothingFound')}</div>}>
              {(command) => (
                <MenuItem id={command.id} textValue={command.name} className="option" onAction={() => { onClose(); command.go(); }}>
                  <Text slot="label" className="row tight"><Icon name={command.icon} size={18} />{command.name}</Text>
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function useCommands(onSignOut: () => void): Command[] {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const dark = isDark();
  const open = session.me.schools.filter((s) => s.is_open);
  return [
    ...placesFor(session).map((p) => ({ id: p.path, name: t(placeKeys[p.name]), icon: p.icon, go: () => void navigate(p.path) })),
    ...(open.length > 1 ? open : []).map((s) => (
      { id: `school ${s.school_id}`, name: t('palette.switchSchool', { school: s.name }), icon: 'school' as const, go: () => session.setSchool(s.school_id) })),
    { id: 'look', name: dark ? t('shell.light') : t('shell.dark'), icon: dark ? 'sun' : 'moon', go: () => setAppearance(dark ? 'light' : 'dark') },
    ...languages.filter((l) => l.id !== i18n.language).map((l) => ({ id: l.id, name: l.name, icon: 'settings' as const, go: () => void setLanguage(l.id) })),
    { id: 'out', name: t('shell.signOut'), icon: 'out', go: onSignOut },
  ];
}
