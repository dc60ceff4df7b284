// The interface's languages. A file of sentences is fetched only when its language is used; those of a chapter, which few
// people open, only with one of its pages (`withSentences` in the router), so that a first visit downloads what it shows.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type announcements from '../locales/announcements.en.json';
import type en from '../locales/en.json';
import type roster from '../locales/roster.en.json';
import type settings from '../locales/settings.en.json';
import { stored } from './appearance';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en & typeof announcements & typeof roster & typeof settings };
  }
}

export const languages = [{ id: 'en', name: 'English' }, { id: 'es', name: 'Español' }] as const;
export type Language = (typeof languages)[number]['id'];
const KEY = 'carillon.language';

type Files = Record<Language, () => Promise<{ default: object }>>;
const chapters = {
  always: { en: () => import('../locales/en.json'), es: () => import('../locales/es.json') },
  announcements: { en: () => import('../locales/announcements.en.json'), es: () => import('../locales/announcements.es.json') },
  roster: { en: () => import('../locales/roster.en.json'), es: () => import('../locales/roster.es.json') },
  settings: { en: () => import('../locales/settings.en.json'), es: () => import('../locales/settings.es.json') },
} satisfies Record<string, Files>;
export type Chapter = Exclude<keyof typeof chapters, 'always'>;
export const chapterNames = Object.keys(chapters).filter((name): name is Chapter => name !== 'always');
const opened = new Set<Files>([chapters.always]);

const known = (code: string | null | undefined): Language | null =>
  languages.find((l) => code?.toLowerCase().startsWith(l.id))?.id ?? null;

/** What this browser asks for: the language chosen in it, else the first of its own that we speak. */
const wanted = (): Language | null => known(stored(KEY)) ?? navigator.languages.map(known).find((language) => language !== null) ?? null;

export async function startI18n() {
  const language = wanted() ?? 'en';
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: (await chapters.always[language]()).default } },
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

/** A page of a chapter, with the chapter's sentences. */
export async function withSentences<Page>(chapter: Chapter, page: () => Promise<Page>): Promise<Page> {
  opened.add(chapters[chapter]);
  const [arrived] = await Promise.all([page(), read(chapters[chapter], i18next.language as Language)]);
  return arrived;
}

async function read(files: Files, language: Language) {
  i18next.addResourceBundle(language, 'translation', (await files[language]()).default, true, true);
}

async function show(language: Language) {
  await Promise.all([...opened].map((files) => read(files, language)));
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
