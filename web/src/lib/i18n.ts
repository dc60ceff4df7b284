// The interface's languages. Each file of sentences is fetched only when its language is used.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type en from '../locales/en.json';
import { stored } from './appearance';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

export const languages = [{ id: 'en', name: 'English' }, { id: 'es', name: 'Español' }] as const;
export type Language = (typeof languages)[number]['id'];
const KEY = 'carillon.language';

const files: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import('../locales/en.json'),
  es: () => import('../locales/es.json'),
};

const known = (code: string | null | undefined): Language | null =>
  languages.find((l) => code?.toLowerCase().startsWith(l.id))?.id ?? null;

/** What this browser asks for: the language chosen in it, else the first of its own that we speak. */
const wanted = (): Language | null => known(stored(KEY)) ?? navigator.languages.map(known).find((language) => language !== null) ?? null;

export async function startI18n() {
  const language = wanted() ?? 'en';
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: (await files[language]()).default } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

export async function setLanguage(language: Language) {
  await show(language);
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Not remembered, then: storage is closed to us.
  }
}

/** The account's language is the one that the school writes to somebody in; it counts where the browser speaks none of ours. */
export async function followAccount(code: string) {
  const language = known(code);
  if (language && !wanted() && language !== i18next.language) await show(language);
}

async function show(language: Language) {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await files[language]()).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
