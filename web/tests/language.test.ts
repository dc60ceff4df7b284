// Which language the app speaks: the one chosen in this browser, else the browser's, else the account's.
import i18next from 'i18next';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followAccount, setLanguage } from '@/lib/i18n';

const browser = (...languages: string[]) => vi.spyOn(navigator, 'languages', 'get').mockReturnValue(languages);

beforeEach(() => localStorage.clear());
afterEach(async () => {
  vi.restoreAllMocks();
  localStorage.clear();
  await i18next.changeLanguage('en');
});

describe('after signing in', () => {
  it('a Spanish browser stays Spanish, whatever language the school writes to the person in', async () => {
    browser('es-MX', 'en');
    await setLanguage('es');
    localStorage.clear();
    await followAccount('en');
    expect(i18next.language).toBe('es');
  });

  it('what was chosen in this browser stays', async () => {
    browser('fr-FR');
    await setLanguage('en');
    await followAccount('es');
    expect(i18next.language).toBe('en');
  });

  it('the account counts where the browser speaks none of our languages', async () => {
    browser('zh-CN', 'fr');
    await followAccount('es');
    expect(i18next.language).toBe('es');
  });
});
