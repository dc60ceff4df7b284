// Rules that hold the house: types, hooks, accessibility, and which folder may import which. (Import cycles: tests/architecture.test.ts.)
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import { readdirSync } from 'node:fs';
import tseslint from 'typescript-eslint';

const features = readdirSync(new URL('./src/features', import.meta.url));

/** Files in `folder` may not import from `forbidden` folders. Imports over folders are always written with "@/". */
const wall = (folder, forbidden, message) => ({
  files: [`src/${folder}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': ['error', { patterns: [
      { group: forbidden.flatMap((f) => [`@/${f}`, `@/${f}/**`]), message },
      { group: ['../../..*'], message: 'Write imports over folders with "@/".' },
    ] }],
  },
});

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/lib/api/schema.d.ts'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked, jsxA11y.flatConfigs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // React Aria's autoFocus is a choice made per window (the safe answer first); on bare elements it stays refused.
      'jsx-a11y/no-autofocus': ['error', { ignoreNonDOM: true }],
    },
  },
  ...features.map((name) => wall(`features/${name}`, ['app', ...features.filter((f) => f !== name).map((f) => `features/${f}`)],
    'Features import neither each other nor the pages they stand on; a route composes them.')),
  wall('components', ['features', 'app'], 'The kit knows no feature and no page.'),
  wall('lib', ['components', 'features', 'app'], 'lib is the lowest floor.'),
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error' },
  },
);
