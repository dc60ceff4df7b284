// What jsdom lacks, and a clean slate after each test.
import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeAll } from 'vitest';
import { session } from '@/lib/session';
import { chapterNames, startI18n, withSentences } from '@/lib/i18n';

// A busy machine takes its time; waiting ends as soon as the thing is there.
configure({ asyncUtilTimeout: 6000 });

beforeAll(async () => {
  window.matchMedia = (query: string) => ({
    matches: false, media: query, onchange: null, addEventListener: () => undefined, removeEventListener: () => undefined,
    addListener: () => undefined, removeListener: () => undefined, dispatchEvent: () => false,
  });
  window.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  // Where the editor's caret is.
  Range.prototype.getClientRects = () => Object.assign([], { item: () => null });
  Range.prototype.getBoundingClientRect = () => new DOMRect();
  await startI18n();
  await Promise.all(chapterNames.map((name) => withSentences(name, () => Promise.resolve())));
});

afterEach(() => {
  cleanup();
  session.signOut();
  sessionStorage.clear();
  localStorage.clear();
});
