// Every sentence exists in both languages, and every key is used.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, path = ''): Record<string, string> => Object.assign({}, ...Object.entries(tree).map(([key, value]) =>
  (typeof value === 'string' ? { [path + key]: value } : flat(value, `${path + key}.`)))) as Record<string, string>;
const locales = join(import.meta.dirname, '../src/locales');
const everySentence = (language: string) => flat(Object.assign({}, ...readdirSync(locales).filter((file) => file.endsWith(`${language}.json`))
  .map((file) => JSON.parse(readFileSync(join(locales, file), 'utf8')) as Tree)) as Tree);
const english = everySentence('en');
const spanish = everySentence('es');
const bare = (key: string) => key.replace(/_(one|many|other)$/, '');
const known = new Set(Object.keys(english).map(bare));
const isPlural = (key: string) => bare(key) !== key;

const root = join(import.meta.dirname, '../src');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f)).map((f) => ({ file: f, text: readFileSync(join(root, f), 'utf8') }));
const everything = sources.map((s) => s.text).join('\n');

describe('the sentences', () => {
  it('are the same in both languages', () => {
    expect([...new Set(Object.keys(spanish).map(bare))].sort()).toEqual([...new Set(Object.keys(english).map(bare))].sort());
  });

  it('have every plural form that their language knows', () => {
    const forms = (language: string) => new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [language, sentences] of [['en', english], ['es', spanish]] as const) {
      for (const key of Object.keys(sentences).filter(isPlural)) {
        for (const form of forms(language)) expect(sentences, `${language}: ${bare(key)}`).toHaveProperty([`${bare(key)}_${form}`]);
      }
    }
  });

  it('stand in one file each', () => {
    const chapters = readdirSync(locales).filter((file) => file.endsWith('en.json')).flatMap((file) => Object.keys(JSON.parse(readFileSync(join(locales, file), 'utf8')) as Tree));
    expect(chapters.filter((each, at) => chapters.indexOf(each) !== at)).toEqual([]);
  });

  it('fill in the same blanks', () => {
    const blanks = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort().join();
    for (const [key, text] of Object.entries(english)) {
      if (!key.endsWith('_one')) expect(`${key} ${blanks(spanish[key] ?? '')}`).toBe(`${key} ${blanks(text)}`);
    }
  });

  it('are all used', () => {
    const isUsed = (key: string) => everything.includes(`'${key}'`) || (key.startsWith('roster.figures.') && everything.includes('`roster.figures.$'));
    expect([...new Set(Object.keys(english).map(bare))].filter((key) => !isUsed(key))).toEqual([]);
  });

  it('all exist that are asked for', () => {
    const asked = [...everything.matchAll(/\bt\('([\w.]+)'/g)].map((m) => m[1] ?? '');
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });

  it('all exist that a table, an object or a choice of two names', () => {
    const chapters = new Set([...known].map((key) => key.split('.')[0]));
    const named = sources.flatMap(({ file, text }) => [...text.matchAll(/'((\w+)(?:\.\w+)+)'/g)].filter((m) => chapters.has(m[2])).map((m) => ({ file, key: m[1] ?? '' })));
    expect(named.length).toBeGreaterThan(known.size / 2);
    expect(named.filter(({ key }) => !known.has(key))).toEqual([]);
  });

  it('stand in no component', () => {
    // Text between tags, or in an attribute that people read, of at least two words.
    const spoken = />\s*[A-Z][a-z]+ [a-z]+[^<>{}]*<\/|\b(label|title|placeholder|aria-label)="[A-Za-z]+ [^"]*"/;
    expect(sources.filter((s) => s.file.endsWith('.tsx') && spoken.test(s.text)).map((s) => s.file)).toEqual([]);
  });
});
