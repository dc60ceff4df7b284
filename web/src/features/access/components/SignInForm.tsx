// Name and password; then, for a first sign-in, a new password. Used on the sign-in page and, with the name fixed,
// in the window that opens when a session has ended.
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { Notice } from '@/components/States';
import { useErrorText } from '@/components/errors';
import { ApiError } from '@/lib/api/problem';
import { chooseNewPassword, signIn, type SignInStep } from '../api';

interface Props { username?: string; onDone: () => void }

export function SignInForm({ username: fixed, onDone }: Props) {
  const { t } = useTranslation();
  const [username, setUsername] = useState(fixed ?? '');
  const [challenge, setChallenge] = useState<string | null>(null);
  const form = useStep((step) => (step.done ? onDone() : setChallenge(step.challenge)));

  if (challenge !== null) return <NewPasswordForm username={username} challenge={challenge} onDone={onDone} />;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = textOf(event.currentTarget, 'password');
    if (!username.trim() || !password) return form.refuse(t('signIn.bothNeeded'));
    void form.run(() => signIn(username.trim(), password), t('signIn.wrong'));
  };

  return (
    <form onSubmit={submit} className="stack" noValidate>
      {form.error && <Notice tone="bad" live>{form.error}</Notice>}
      <Field label={t('signIn.username')} name="username" autoComplete="username" value={username} onChange={setUsername}
        isReadOnly={Boolean(fixed)} autoFocus={!fixed} />
      <Field label={t('signIn.password')} name="password" type="password" autoComplete="current-password" autoFocus={Boolean(fixed)} />
      <Button type="submit" look="primary" wide isPending={form.busy}>{t('signIn.submit')}</Button>
    </form>
  );
}

function NewPasswordForm({ username, challenge, onDone }: { username: string; challenge: string; onDone: () => void }) {
  const { t } = useTranslation();
  const form = useStep(onDone);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const first = textOf(event.currentTarget, 'new');
    if (!first) return form.refuse(t('signIn.newNeeded'));
    if (first !== textOf(event.currentTarget, 'again')) return form.refuse(t('signIn.notSame'));
    void form.run(() => chooseNewPassword(username, challenge, first), t('signIn.notTaken'));
  };
  return (
    <form onSubmit={submit} className="stack" noValidate>
      <Notice title={t('signIn.newTitle')}>{t('signIn.newWhy')}</Notice>
      {form.error && <Notice tone="bad" live>{form.error}</Notice>}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <Field label={t('signIn.newPassword')} name="new" type="password" autoComplete="new-password" autoFocus />
      <Field label={t('signIn.again')} name="again" type="password" autoComplete="new-password" />
      <Button type="submit" look="primary" wide isPending={form.busy}>{t('signIn.save')}</Button>
    </form>
  );
}

/** Passwords are read at the moment of submitting and kept nowhere. */
function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

function useStep(onStep: (step: SignInStep) => void) {
  const errorText = useErrorText();
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<SignInStep>, refused: string) => {
    if (busy) return;
    setBusy(true);
    setError('');
    try {
      onStep(await work());
    } catch (failure) {
      const isRefusal = failure instanceof ApiError && failure.status === 401;
      setError(isRefusal ? refused : errorText(failure));
    } finally {
      setBusy(false);
    }
  };
  return { error, busy, run, refuse: setError };
}
