// Rules that hold the house: types, hooks, accessibility, no import cycles, and which folder may import which.
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import { readdirSync } from 'node:fs';
import tseslint from 'typescript-eslint';

const features = readdirSync(new URL('./src/features', import.meta.url));
const zone = (target, from, message) => ({ target, from, message });

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/lib/api/schema.d.ts'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked, jsxA11y.flatConfigs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'react-hooks': reactHooks, 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.tsx', '.json'], alias: { '@': [`${import.meta.dirname}/src`] } }),
      ],
    },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', {
        basePath: import.meta.dirname,
        zones: [
          ...features.map((name) => zone(`./src/features/${name}`, features.filter((f) => f !== name)
            .map((f) => `./src/features/${f}`), 'Features do not import each other; a route composes them.')),
          zone('./src/features', './src/app', 'A feature does not know the pages it stands on.'),
          zone('./src/components', ['./src/features', './src/app'], 'The kit knows no feature.'),
          zone('./src/lib', ['./src/components', './src/features', './src/app'], 'lib is the lowest floor.'),
        ],
      }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // React Aria's autoFocus is a choice made per window (the safe answer first); on bare elements it stays refused.
      'jsx-a11y/no-autofocus': ['error', { ignoreNonDOM: true }],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error' },
  },
);
