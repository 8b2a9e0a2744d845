import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The TypeScript form of the platform comes before AssemblyScript's.
  resolve: { extensions: ['.typescript.ts', '.ts', '.js', '.json'] },
  test: {
    // One realm for the files of a thread: half the time goes to imports otherwise.
    isolate: false,
    include: ['test/**/*.test.ts'],
    exclude: ['test/nightly/**', 'node_modules/**'],
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'build/test-report.json' }]],
  },
});
