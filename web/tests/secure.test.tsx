// Secure email in Compose: chosen, explained, sent, and counted.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Compose } from '@/app/routes/Compose';
import { aCount, aMessage, aReach } from './support/build';
import { fakeApi, ok } from './support/fake-api';
import { renderPage } from './support/render';

function district() {
  return fakeApi({
    'POST /v1/audience/count': () => ok(aCount(9, { by_channel: { sms: aReach(9), portal: aReach(7, { unreachable: 2 }) } })),
    'POST /v1/messages': () => ok(aMessage(), 202),
  });
}

describe('secure email', () => {
  it('warns that texts are not protected and who cannot read it, and is asked for in the request (COMP-06, CHAN-12)', async () => {
    const { asked } = district();
    const { user, where } = renderPage(<Compose />);
    await user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
    await user.click(screen.getByRole('checkbox', { name: /Secure email/ }));
    expect(await screen.findByText(/2 people have no inbox/)).toBeInTheDocument();
    expect(screen.queryByText(/Texts and calls are not protected/)).not.toBeInTheDocument();
    await user.click(screen.getByRole('tab', { name: 'Text message' }));
    await user.type(screen.getByRole('textbox', { name: 'Text message' }), 'Hi');
    expect(screen.getByText(/Texts and calls are not protected/)).toBeInTheDocument();
    await waitFor(() => expect(asked.filter((a) => a.path === '/v1/audience/count').at(-1)?.body).toMatchObject({ secure: true, parts: ['sms'] }));
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(where()).toBe('/sent/msg_1'));
    expect(asked.find((a) => a.path === '/v1/messages')?.body).toMatchObject({ secure: true });
  });
});
