// Windows above the page. Dialog asks; Drawer shows more beside what one was reading (on a phone it fills the screen).
import { useEffect, useRef, type ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';
import './dialog.css';

/** The second press of a double click lands beside the window that the first one opened: it does not close it. */
const SETTLES_MS = 500;

interface Props {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  actions?: ReactNode;
  role?: 'dialog' | 'alertdialog';
  /** What it asks is grave: it looks different from the everyday question. */
  grave?: boolean;
  /** Only a press on one of the actions closes it. */
  mustAnswer?: boolean;
  /** For a form with results. */
  wide?: boolean;
}

export function Dialog({ title, isOpen, onClose, children, actions, role, grave, mustAnswer, wide }: Props) {
  const hasSettled = useHasSettled(isOpen);
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={(open) => !open && onClose()} className="overlay"
      isDismissable={!mustAnswer} isKeyboardDismissDisabled={mustAnswer} shouldCloseOnInteractOutside={hasSettled}>
      <Modal className={`dialog-box${wide ? ' dialog-wide' : ''}${grave ? ' dialog-grave' : ''}`}>
        <AriaDialog role={role ?? 'dialog'} className="dialog">
          <Heading slot="title" level={2} className="dialog-title">{title}</Heading>
          <div className="dialog-body">{children}</div>
          {actions && <div className="dialog-actions">{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export function Drawer({ title, isOpen, onClose, children }: Omit<Props, 'actions' | 'role' | 'grave' | 'mustAnswer' | 'wide'>) {
  const { t } = useTranslation();
  const hasSettled = useHasSettled(isOpen);
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={(open) => !open && onClose()} className="overlay overlay-side"
      isDismissable shouldCloseOnInteractOutside={hasSettled}>
      <Modal className="drawer-box">
        <AriaDialog className="drawer">
          <div className="drawer-head">
            <Heading slot="title" level={2} className="dialog-title">{title}</Heading>
            <IconButton icon="close" label={t('kit.close')} onPress={onClose} />
          </div>
          <div className="drawer-body">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Whether a window has been open for so long that a press beside it means to close it. */
function useHasSettled(isOpen: boolean) {
  const openedAt = useRef(0);
  useEffect(() => { if (isOpen) openedAt.current = Date.now(); }, [isOpen]);
  return () => Date.now() - openedAt.current >= SETTLES_MS;
}
