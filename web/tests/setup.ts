// What jsdom lacks, and a clean slate after each test.
import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { chapterNames, startI18n, withSentences } from '@/lib/i18n';
import { session } from '@/lib/session';
import { fakeApi } from './support/fake-api';

// A busy machine takes its time; waiting ends as soon as the thing is there.
configure({ asyncUtilTimeout: 15000 });

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

// Until a test brings its own, nothing is found; nor is it by what the test before still asks for.
beforeEach(() => { fakeApi({}); });

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  session.signOut();
  sessionStorage.clear();
  localStorage.clear();
});
