import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { Bells, Wordmark } from '@/components/Bell';
import { SignInForm } from '@/features/access/components/SignInForm';
import { useTitle } from '@/lib/hooks';
import { languages, setLanguage } from '@/lib/i18n';
import { session } from '@/lib/session';
import './sign-in.css';

export function Component() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  useTitle(t('signIn.title'));
  const target = inside(params.get('to'));
  if (session.state === 'signed-in') return <Navigate to={target} replace />;
  return (
    <div className="door">
      <aside className="door-side">
        <Wordmark size={34} />
        <Bells />
        <p className="door-line">{t('signIn.line')}</p>
      </aside>
      <main className="door-main">
        <div className="door-form">
          <h1>{t('signIn.title')}</h1>
          <p className="muted">{t('signIn.text')}</p>
          <SignInForm onDone={() => void navigate(target, { replace: true })} />
          <p className="muted small">{t('signIn.help')}</p>
        </div>
        <nav className="door-languages" aria-label={t('signIn.language')}>
          {languages.map((l) => (
            <button key={l.id} type="button" className="cell-link" lang={l.id} aria-current={l.id === i18n.language} onClick={() => void setLanguage(l.id)}>{l.name}</button>
          ))}
        </nav>
      </main>
    </div>
  );
}

/** Only addresses of this app: "//elsewhere" and "https:..." lead home. */
export const inside = (to: string | null) => (to && /^\/(?![/\\])/.test(to) ? to : '/');
