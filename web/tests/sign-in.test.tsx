import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { inside } from '@/app/routes/SignIn';
import { SignInForm } from '@/features/access/components/SignInForm';
import { session } from '@/lib/session';
import { fakeApi, ok, problem, unplugged } from './support/fake-api';
import { renderPage } from './support/render';

const fill = async (user: ReturnType<typeof renderPage>['user'], password: string) => {
  await user.type(screen.getByLabelText('Username or email'), 'dana');
  await user.type(screen.getByLabelText('Password'), `${password}{Enter}`);
};

describe('signing in', () => {
  it('keeps the tokens and goes on', async () => {
    fakeApi({ 'POST /v1/sign-in': () => ok({ access_token: 'A', refresh_token: 'R', expires_in: 3600 }) });
    const onDone = vi.fn();
    const { user } = renderPage(<SignInForm onDone={onDone} />);
    await fill(user, 'secret');
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(session.tokens).toEqual({ access: 'A', refresh: 'R', username: 'dana' });
  });

  it('says the same for a wrong name and a wrong password, and keeps the name', async () => {
    fakeApi({ 'POST /v1/sign-in': () => problem(401, 'unauthenticated') });
    const { user } = renderPage(<SignInForm onDone={vi.fn()} />);
    await fill(user, 'guess');
    expect(await screen.findByRole('alert')).toHaveTextContent('The username or the password is not right.');
    expect(screen.getByLabelText('Username or email')).toHaveValue('dana');
  });

  it('does not blame the password when there is no connection', async () => {
    fakeApi({ 'POST /v1/sign-in': unplugged });
    const { user } = renderPage(<SignInForm onDone={vi.fn()} />);
    await fill(user, 'secret');
    expect(await screen.findByRole('alert')).toHaveTextContent('no connection');
  });

  it('asks for a new password on the first sign-in, twice the same', async () => {
    const { asked } = fakeApi({
      'POST /v1/sign-in': () => ok({ challenge: 'new_password_required', session: 'S' }),
      'POST /v1/sign-in/new-password': () => ok({ access_token: 'A', refresh_token: 'R', expires_in: 3600 }),
    });
    const onDone = vi.fn();
    const { user } = renderPage(<SignInForm onDone={onDone} />);
    await fill(user, 'first');
    await user.type(await screen.findByLabelText('New password'), 'long enough now');
    await user.type(screen.getByLabelText('New password, again'), 'something else{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent('The two passwords differ.');
    await user.clear(screen.getByLabelText('New password, again'));
    await user.type(screen.getByLabelText('New password, again'), 'long enough now{Enter}');
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(asked.at(-1)!.body).toEqual({ username: 'dana', session: 'S', new_password: 'long enough now' });
  });

  it('leads only to pages of this app afterwards', () => {
    expect(inside('/sent/1?x=2')).toBe('/sent/1?x=2');
    for (const elsewhere of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:x', null]) expect(inside(elsewhere)).toBe('/');
  });
});
