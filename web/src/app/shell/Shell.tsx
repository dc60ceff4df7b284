// The frame around every page: rail (desk) or bar (phone), header, the page itself, and what may open over it.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet } from 'react-router';
import { Bell } from '@/components/Bell';
import { LoadFailed } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { fetchMe } from '@/features/access/api';
import type { Me } from '@/lib/api/models';
import { stored } from '@/lib/appearance';
import { followAccount } from '@/lib/i18n';
import { SessionContext, sessionOf, type Session } from '@/lib/me';
import { schoolYear, useChosenYear } from '@/lib/school-year';
import { session } from '@/lib/session';
import { Header } from './Header';
import { OfflineHint } from './OfflineHint';
import { Rail } from './Rail';
import { RouteFocus } from './RouteFocus';
import { SignInAgain } from './SignInAgain';
import { ZoneHint } from './ZoneHint';
import './shell.css';

const LookingBack = lazy(() => import('./LookingBack'));

export function Component() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const state = useSyncExternalStore(session.subscribe, () => session.state);
  const me = useQuery({ queryKey: ['me'], queryFn: fetchMe, enabled: state !== 'signed-out', refetchInterval: 120_000 });
  const language = me.data?.language;
  useEffect(() => { if (language) void followAccount(language); }, [language]);

  if (state === 'signed-out') return <Navigate to="/sign-in" replace />;
  if (me.data) return <SignedIn me={me.data} />;
  return (
    <main className="waiting">
      {me.error ? <LoadFailed message={errorText(me.error)} onRetry={() => { schoolYear.choose(null); void me.refetch(); }} /> : <><Bell size={56} ringing /><p role="status">{t('kit.loading')}</p></>}
      <SignInAgain />
    </main>
  );
}

function SignedIn({ me }: { me: Me }) {
  const { t } = useTranslation();
  const current = useCurrent(me);
  return (
    <SessionContext value={current}>
      <a href="#page" className="skip">{t('shell.skip')}</a>
      <div className="shell">
        <Rail />
        <div className="shell-main">
          <Header />
          <OfflineHint />
          {current.earlier && <Suspense><LookingBack /></Suspense>}
          <main id="page" tabIndex={-1} className="page"><Outlet /></main>
          <ZoneHint />
        </div>
      </div>
      <RouteFocus />
      <SignInAgain />
    </SessionContext>
  );
}

/** The session's school is remembered in this browser, per person, while it is still one of theirs. */
function useCurrent(me: Me): Session {
  const client = useQueryClient();
  const key = `carillon.school.${me.user_id}`;
  const [schoolId, setSchoolId] = useState(() => stored(key));
  const year = useChosenYear();
  return useMemo(() => {
    const open = me.schools.filter((s) => s.is_open);
    const school = open.find((s) => s.school_id === schoolId) ?? open[0] ?? me.schools[0] ?? null;
    return sessionOf(me, school, (next) => {
      setSchoolId(next);
      try {
        localStorage.setItem(key, next);
      } catch {
        // Not remembered: storage is closed to us.
      }
      void client.invalidateQueries({ queryKey: ['audience-count'] });
    }, year);
  }, [me, schoolId, year, key, client]);
}
