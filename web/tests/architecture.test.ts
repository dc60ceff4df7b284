// The house's plan: imports point one way only (lib <- components <- features <- app, features never to each other),
// and never in a circle. eslint says the first as well, while one types; this proves it for every file.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chapterNames } from '@/lib/i18n';

const root = join(import.meta.dirname, '../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f));
const known = new Set(files);

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8').replace(/^import type .*$/gm, '');
  const paths = [...text.matchAll(/(?:from|import\()\s*'([@.][^']+)'/g)].map((m) => m[1] ?? '');
  return paths.map((p) => (p.startsWith('@/') ? p.slice(2) : normalize(join(dirname(file), p))))
    .flatMap((p) => [`${p}.ts`, `${p}.tsx`, p].filter((f) => known.has(f)));
}

const graph = new Map(files.map((file) => [file, importsOf(file)]));
const floor = (file: string) => (file.startsWith('lib/') ? 0 : file.startsWith('components/') ? 1 : file.startsWith('features/') ? 2 : 3);
const feature = (file: string) => (file.startsWith('features/') ? file.split('/')[1] : undefined);

describe('imports', () => {
  it('are found', () => expect([...graph.values()].flat().length).toBeGreaterThan(150));

  it('point downwards', () => {
    const upward = [...graph].flatMap(([file, to]) => to.filter((t) => floor(t) > floor(file)).map((t) => `${file} -> ${t}`));
    expect(upward).toEqual([]);
  });

  it('do not lead from one feature to another', () => {
    const across = [...graph].flatMap(([file, to]) => to.filter((t) => feature(file) && feature(t) && feature(t) !== feature(file)).map((t) => `${file} -> ${t}`));
    expect(across).toEqual([]);
  });

  it('make no circle', () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: string[]) => {
      if (trail.includes(file)) { circles.push([...trail.slice(trail.indexOf(file)), file].join(' -> ')); return; }
      if (done.has(file)) return;
      done.add(file);
      graph.get(file)?.forEach((next) => visit(next, [...trail, file]));
    };
    files.forEach((file) => visit(file, []));
    expect(circles).toEqual([]);
  });
});

describe('the sentences of a chapter', () => {
  // A refusal is shown in place of the page itself, whose chapter is there.
  const said = (file: string) => [...readFileSync(join(root, file), 'utf8').matchAll(/'(\w+)(\.[\w.]+)'/g)].filter((m) => !m[2]?.startsWith('.notAllowed')).map((m) => m[1] ?? '');
  const lead = /withSentences\('(\w+)', \(\) => import\('\.\/([^']+)'\)/g;
  const beginnings = files.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(lead)].map((m) => ({ chapter: m[1], from: file, file: `${join(dirname(file), m[2] ?? '')}.tsx` })));
  const words = (chapter: string) => Object.keys(JSON.parse(readFileSync(join(root, `locales/${chapter}.en.json`), 'utf8')) as object);
  const chapterOf = new Map(chapterNames.flatMap((name) => words(name).map((word) => [word, name] as const)));

  const reached = (file: string, seen = new Set<string>()): Set<string> => {
    const leads = new Set(beginnings.filter((each) => each.from === file).map((each) => each.file));
    if (!seen.has(file)) { seen.add(file); graph.get(file)?.filter((next) => !leads.has(next)).forEach((next) => reached(next, seen)); }
    return seen;
  };

  it('are there wherever one is said', () => {
    expect(beginnings.length).toBeGreaterThan(8);
    const missing = [{ chapter: undefined, file: 'main.tsx' }, ...beginnings].flatMap(({ chapter, file }) => [...reached(file)].flatMap((each) => said(each)
      .map((word) => chapterOf.get(word)).filter((needed) => needed && needed !== chapter).map((needed) => `${each} says ${needed ?? ''}, reached from ${file}`)));
    expect([...new Set(missing)]).toEqual([]);
  });
});
