// Builds web/dist and runs the component tests. `npm run dev` expects the API at CARILLON_API
// (default: the address `make run` prints) and passes /v1 on to it, as the real server does.
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const api = process.env.CARILLON_API ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [
    react(),
    // React Aria carries 30 languages; the interface speaks two.
    { ...optimizeLocales.vite({ locales: ['en-US', 'es-ES'] }), enforce: 'pre' },
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  preview: { host: '127.0.0.1', proxy: { '/v1': api, '/uploads': api } },
  server: { host: '127.0.0.1', proxy: { '/v1': api, '/uploads': api } },
  build: {
    target: 'es2022', manifest: true, sourcemap: false,
    // What many pages share comes in one file instead of dozens; what fewer need does not weigh on the first load.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 12, minSize: 0 }] } } },
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
    css: false,
    testTimeout: 60_000,
    restoreMocks: true,
    unstubGlobals: true,
    // The files that a worker takes share one page and one load of the modules, which cost as much as the tests;
    // tests/setup.ts wipes the slate. What a test replaces it replaces with spies: mocks of modules would not be seen.
    isolate: false,
    // React in development leaves much behind; fewer, larger sweeps.
    execArgv: ['--max-semi-space-size=64'],
  },
});
