import { expect, it } from 'vitest';
import { phoneText } from '@/lib/phone';

it('writes numbers the way people do where they are from', () => {
  expect(phoneText('+17205550150')).toBe('(720) 555-0150');
  expect(phoneText('+525555550101')).toBe('+525555550101');
  expect(phoneText('mary@home.example')).toBe('mary@home.example');
});
