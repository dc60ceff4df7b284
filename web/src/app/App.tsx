// The outermost frame: data, languages, routes. Signed out shows the sign-in page; signed in the shell.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router/dom';
import { Toasts } from '@/components/Toast';
import { ApiError } from '@/lib/api/problem';
import { session } from '@/lib/session';
import { makeRouter } from './router';

export function App() {
  const { i18n } = useTranslation();
  const [client] = useState(makeClient);
  const [router] = useState(makeRouter);
  // What one person has read is gone before the next one signs in.
  useEffect(() => session.subscribe(() => { if (session.state === 'signed-out') client.clear(); }), [client]);
  // Words of the server's come in the language that was asked in: ask again.
  useEffect(() => {
    const again = () => void client.invalidateQueries();
    i18n.on('languageChanged', again);
    return () => i18n.off('languageChanged', again);
  }, [client, i18n]);
  return (
    <I18nProvider locale={i18n.language === 'en' ? 'en-US' : 'es-US'}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </I18nProvider>
  );
}

function makeClient() {
  return new QueryClient({
    defaultOptions: {
      // Offline too something is asked, and fails: what waits in silence looks like an empty answer.
      queries: { staleTime: 5_000, networkMode: 'always', refetchOnReconnect: true, retry: (count, error) => count < 2 && mayHelp(error) },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** Asking again helps when the server or the network stumbled, not when the answer was no. */
const mayHelp = (error: Error) => !(error instanceof ApiError) || error.status >= 500 || error.status === 429;
