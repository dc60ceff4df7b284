// What stands where content is not (yet): nothing there, still loading, could not load. And notices in the page.
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTakesFocus } from '@/lib/hooks';
import { Bell } from './Bell';
import { Button } from './Button';
import { Icon, type IconName } from './Icon';
import './states.css';

interface EmptyProps { title: string; children?: ReactNode; action?: ReactNode; icon?: IconName; /** It is all there is on the page: its title is the page's. */ isPage?: boolean }

export function EmptyState({ title, children, action, icon, isPage }: EmptyProps) {
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div className="empty">
      <span className="empty-mark">{icon ? <Icon name={icon} size={26} /> : <Bell size={30} />}</span>
      <Title>{title}</Title>
      {children && <p className="muted">{children}</p>}
      {action && <div className="empty-action">{action}</div>}
    </div>
  );
}

export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t('kit.loading')}</span>
      {Array.from({ length: lines }, (_, i) => <div key={i} className="skeleton-line" style={{ width: `${94 - ((i * 23) % 46)}%` }} />)}
    </div>
  );
}

export function LoadFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="empty" role="alert">
      <span className="empty-mark bad"><Icon name="warn" size={26} /></span>
      <h2>{t('kit.loadFailed')}</h2>
      <p className="muted">{message}</p>
      <div className="empty-action"><Button icon="refresh" onPress={onRetry}>{t('kit.retry')}</Button></div>
    </div>
  );
}

const icons = { info: 'info', warn: 'warn', bad: 'warn', ok: 'check' } as const;

interface NoticeProps {
  tone?: keyof typeof icons;
  title?: string;
  children?: ReactNode;
  /** Read out when it appears. */
  live?: boolean;
  /** Comes into sight and takes the focus when it appears. */
  takesFocus?: boolean;
}

export function Notice({ tone = 'info', title, children, live, takesFocus }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null);
  useTakesFocus(box, takesFocus);
  return (
    <div ref={box} tabIndex={takesFocus ? -1 : undefined} className={`notice notice-${tone}`} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon name={icons[tone]} />
      <div>{title && <strong>{title}</strong>}{children && <div>{children}</div>}</div>
    </div>
  );
}
