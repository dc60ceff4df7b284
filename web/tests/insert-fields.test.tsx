// The Insert Field window: fields go where the caret is, one or several, and count as they are typed.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Component as Compose } from '@/app/routes/Compose';
import { withToken } from '@/features/content/fields';
import { aCount } from './support/build';
import { fakeApi, ok } from './support/fake-api';
import { renderPage } from './support/render';

const field = (name: string, title: string) => ({ name, token: `{{${name}}}`, title });
const student = { group: 'student', fields: [field('student.first_name', 'First'), field('student.grade', 'Grade'), field('student.shoe_size', 'Shoe size')] };
const user = { group: 'user', fields: [field('sender.name', 'Sender')] };

async function texting(groups: object[]) {
  fakeApi({ 'POST /v1/audience/count': () => ok(aCount(3)), 'GET /v1/insert-fields': () => ok({ items: groups }) });
  const page = renderPage(<Compose />);
  await page.user.click(screen.getByRole('tab', { name: 'Text message' }));
  const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Text message' });
  const open = async () => {
    await page.user.click(screen.getByRole('button', { name: 'Insert field' }));
    return within(await screen.findByRole('dialog', { name: 'Insert field' }));
  };
  return { ...page, box, open };
}

describe('inserting a field', () => {
  it('opens on student fields, puts the field at the caret and closes (FLDS-01, FLDS-02)', async () => {
    const { user: person, box, open } = await texting([student, user]);
    await person.click(box);
    await person.paste('Dear parents of .');
    box.setSelectionRange(16, 16);
    const window = await open();
    expect(await window.findByRole('radio', { name: 'Student fields' })).toBeChecked();
    await person.click(window.getByRole('button', { name: /Student’s first name/ }));
    expect(box).toHaveValue('Dear parents of {{student.first_name}}.');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await waitFor(() => expect(box).toHaveFocus());
    expect(box.selectionStart).toBe(16 + '{{student.first_name}}'.length);
  });

  it('works in the subject of an email too (FLDS-01)', async () => {
    const { user: person } = await texting([student, user]);
    await person.click(screen.getByRole('tab', { name: 'Email' }));
    const subject = screen.getByRole<HTMLInputElement>('textbox', { name: 'Subject' });
    await person.type(subject, 'About ');
    await person.click(screen.getByRole('button', { name: 'Insert field in the subject' }));
    await person.click(await screen.findByRole('button', { name: /Student’s first name/ }));
    expect(subject).toHaveValue('About {{student.first_name}}');
    await waitFor(() => expect(subject).toHaveFocus());
  });

  it('stays open for several when asked to; Done closes (FLDS-02)', async () => {
    const { user: person, box, open } = await texting([student, user]);
    const window = await open();
    await person.click(await window.findByRole('checkbox', { name: /Keep window open/ }));
    await person.click(window.getByRole('button', { name: /Student’s first name/ }));
    await person.click(window.getByRole('radio', { name: 'User fields' }));
    await person.click(window.getByRole('button', { name: /Sender’s name/ }));
    expect(box).toHaveValue('{{student.first_name}}{{sender.name}}');
    expect(window.getByRole('status')).toHaveTextContent('Inserted: Sender’s name');
    await person.click(window.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('hides a group without permission, and shows a field it does not know by its title (FLDS-01)', async () => {
    const { open } = await texting([student]);
    const window = await open();
    expect(await window.findByRole('button', { name: /Shoe size/ })).toBeInTheDocument();
    expect(window.queryByRole('radio')).not.toBeInTheDocument();
  });

  it('counts the field as it is typed (A-76)', async () => {
    const { user: person, open } = await texting([student]);
    const window = await open();
    await person.click(await window.findByRole('button', { name: /Grade/ }));
    expect(await screen.findByText('17 of 130 characters')).toBeInTheDocument();
  });

  it('replaces what is selected', () => {
    expect(withToken('Dear NAME!', '{{x}}', { start: 5, end: 9 })).toEqual({ text: 'Dear {{x}}!', caret: 10 });
  });
});
