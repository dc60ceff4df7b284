// Insert fields stand in words wherever a message is shown as it was written.
import { screen } from '@testing-library/react';
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { Component as SentMessage } from '@/app/routes/SentMessage';
import { inWords, snippetInWords } from '@/lib/insert-fields';
import { aMessage } from './support/build';
import { fakeApi, ok } from './support/fake-api';
import { renderPage } from './support/render';

const said = (text: string) => inWords(i18next.t, text);

describe('insert fields in words', () => {
  it('stand as their titles', () => {
    expect(said('Dear {{recipient.first_name}}, {{ STUDENT.First_Name }} was late')).toBe('Dear [Recipient’s first name], [Student’s first name] was late');
  });

  it('that are cut by a snippet, or known to no version, do not trouble anybody', () => {
    expect(snippetInWords(i18next.t, 'About {{student.fir')).toBe('About …');
    expect(snippetInWords(i18next.t, 'About {{student.first_name}')).toBe('About …');
    expect(said('{{nothing.known}} here')).toBe('{{nothing.known}} here');
    expect(said('{"a": {{1}}')).toBe('{"a": {{1}}');
  });

  it('that were never closed stand as they were written', () => {
    expect(said('Yearbook orders, {{first name')).toBe('Yearbook orders, {{first name');
  });

  it('are in no heading and in no part of a sent message (COMP-33)', async () => {
    const whole = aMessage({ subject: 'About {{student.first_name}}', html: '<p>{{student.grade}}</p>', sms_text: '{{sender.name}} here', voice_text: 'To {{student.full_name}}' });
    fakeApi({ 'GET /v1/messages/{}': () => ok(whole) });
    renderPage(<SentMessage />, { path: '/message/:messageId', at: '/message/msg_1' });
    expect(await screen.findByRole('heading', { level: 1, name: 'About [Student’s first name]' })).toBeInTheDocument();
    expect(document.title).toContain('About [Student’s first name]');
    expect(document.body.textContent).not.toContain('{{');
  });
});
