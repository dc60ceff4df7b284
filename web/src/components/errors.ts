import { useTranslation } from 'react-i18next';
import { ApiError } from '@/lib/api/problem';

/** What stands where an answer should: why there is none, and asking again. */
export interface Trouble { text: string; onRetry: () => void }

/** Of a search whose last question went wrong. */
export function useTrouble(asked: { error: Error | null; refetch: () => unknown }): Trouble | undefined {
  const errorText = useErrorText();
  return asked.error ? { text: errorText(asked.error), onRetry: () => void asked.refetch() } : undefined;
}

/** The server's own sentence where it has one; else one of ours that says what to do next. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiError)) return t('errors.unknown');
    if (error.kind === 'offline') return t('errors.offline');
    // A refusal that names a field says what to do instead.
    if (error.kind === 'forbidden' && !error.fields.length) return t('errors.forbidden');
    if (error.kind === 'not-found' && !error.fields.length) return t('errors.notFound');
    if (error.kind === 'throttled') return t('errors.throttled');
    if (error.status === 0 || error.status >= 500 || error.kind === 'unreadable') return t('errors.server');
    return error.problem.detail ?? error.problem.title;
  };
}
