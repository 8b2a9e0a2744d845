import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

// Not by mergeConfig: that would add these lists to those of the base, and run what npm test runs.
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/nightly/**/*.test.ts'],
    exclude: ['node_modules/**'],
    testTimeout: 3_600_000,
  },
});
