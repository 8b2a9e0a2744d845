import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // One realm for the files of a thread: half the time goes to imports otherwise.
    isolate: false,
    include: ['test/**/*.test.ts'],
    exclude: ['test/nightly/**', 'node_modules/**'],
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'build/test-report.json' }]],
  },
});
