import { defineConfig, type Plugin } from 'vitest/config';

/** Workers cannot run TypeScript: those of tests are what `npm run build` made. */
const builtWorker: Plugin = {
  name: 'built-worker',
  transform: (code, id) =>
    id.endsWith('src/worker-host.ts') ? code.replaceAll('./worker.js', '../dist/worker.js') : undefined,
};

export default defineConfig({
  plugins: [builtWorker],
  test: {
    // One realm for the files of a thread: half the time goes to imports otherwise.
    isolate: false,
    include: ['test/**/*.test.ts'],
    exclude: ['test/nightly/**', 'node_modules/**'],
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'build/test-report.json' }]],
  },
});
