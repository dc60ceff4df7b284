// Prints what a first visit downloads as script, gzipped: the entry, the shell, the page asked for and the sentences of
// one language, with everything they import. The largest of sign-in and home counts. Run after `npm run build`.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 250;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

function closure(names) {
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    manifest[name].imports?.forEach(visit);
  };
  names.forEach(visit);
  return seen;
}

function kilobytes(names) {
  const files = new Set([...closure(names)].map((name) => manifest[name].file).filter((file) => file.endsWith('.js')));
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0) / 1000;
}

const always = ['index.html', 'src/locales/en.json'];
const visits = {
  'sign in': [...always, 'src/app/routes/SignIn.tsx'],
  home: [...always, 'src/app/shell/Shell.tsx', 'src/app/routes/Home.tsx'],
  compose: [...always, 'src/app/shell/Shell.tsx', 'src/app/routes/Compose.tsx'],
  reports: [...always, 'src/app/shell/Shell.tsx', 'src/app/routes/Reports.tsx'],
};
const sizes = Object.fromEntries(Object.entries(visits).map(([visit, names]) => [visit, kilobytes(names)]));
for (const [visit, size] of Object.entries(sizes)) console.log(`${visit}: ${size.toFixed(1)} kB`);
const first = Math.max(sizes['sign in'], sizes.home);
console.log(`web_first_load_kb_gzip ${first.toFixed(1)}`);
if (first > BUDGET_KB) {
  console.error(`More than the budget of ${BUDGET_KB} kB.`);
  process.exitCode = 1;
}
