// Every address of the app. Pages arrive when they are opened.
import { createBrowserRouter, redirect } from 'react-router';
import { withSentences } from '@/lib/i18n';
import { session } from '@/lib/session';
import { PageError } from './shell/PageError';

const signedIn = ({ request }: { request: Request }) => {
  if (session.state !== 'signed-out') return null;
  const { pathname, search } = new URL(request.url);
  return redirect(pathname === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(pathname + search)}`);
};

const Nothing = () => null;

export const makeRouter = () => createBrowserRouter([
  { path: '/sign-in', lazy: () => import('./routes/SignIn'), ErrorBoundary: PageError, HydrateFallback: Nothing },
  {
    loader: signedIn,
    lazy: () => import('./shell/Shell'),
    ErrorBoundary: PageError,
    HydrateFallback: Nothing,
    shouldRevalidate: () => true,
    children: [{
      ErrorBoundary: PageError,
      children: [
        { path: '/', lazy: () => import('./routes/Home') },
        { path: '/compose', lazy: () => import('./routes/Compose') },
        { path: '/write', lazy: () => import('./routes/Write') },
        { path: '/inbox/:threadId?', lazy: () => import('./routes/Inbox') },
        { path: '/sent', lazy: () => import('./routes/Sent') },
        { path: '/sent/:messageId', lazy: () => import('./routes/SentMessage') },
        { path: '/scheduled', lazy: () => import('./routes/Scheduled') },
        { path: '/scheduled/:scheduleId', lazy: () => import('./routes/ScheduledMessage') },
        { path: '/announcements', lazy: () => withSentences('announcements', () => import('./routes/Announcements')) },
        { path: '/announcements/new', lazy: () => withSentences('announcements', () => import('./routes/NewAnnouncement')) },
        { path: '/announcements/:announcementId', lazy: () => withSentences('announcements', () => import('./routes/Announcement')) },
        { path: '/reports', lazy: () => import('./routes/Reports') },
        { path: '/reports/contactability', lazy: () => import('./routes/reports/Contactability') },
        { path: '/roster', lazy: () => withSentences('roster', () => import('./routes/Roster')) },
        { path: '/roster/:importId', lazy: () => withSentences('roster', () => import('./routes/RosterImport')) },
        { path: '/groups', lazy: () => import('./routes/Groups') },
        { path: '/groups/new/:kind', lazy: () => import('./routes/Group') },
        { path: '/groups/:groupId', lazy: () => import('./routes/Group') },
        { path: '/settings', lazy: () => withSentences('settings', () => import('./routes/Settings')) },
        { path: '/settings/district', lazy: () => withSentences('settings', () => import('./routes/settings/District')) },
        { path: '/settings/schools', lazy: () => withSentences('settings', () => import('./routes/settings/Schools')) },
        { path: '/settings/contacts', lazy: () => withSentences('settings', () => import('./routes/settings/Contacts')) },
        { path: '/settings/do-not-contact', lazy: () => withSentences('settings', () => import('./routes/settings/Stopped')) },
        { path: '/settings/flagged-words', lazy: () => withSentences('settings', () => import('./routes/settings/FlaggedWords')) },
        { path: '/settings/caller-ids', lazy: () => withSentences('settings', () => import('./routes/settings/CallerIds')) },
        { path: '/settings/changes', lazy: () => withSentences('settings', () => import('./routes/settings/Changes')) },
        { path: '*', lazy: () => import('./routes/NotFound') },
      ],
    }],
  },
]);
