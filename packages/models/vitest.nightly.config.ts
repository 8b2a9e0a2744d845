import { mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

export default mergeConfig(base, {
  test: { include: ['test/nightly/**/*.test.ts'], exclude: ['node_modules/**'], testTimeout: 3_600_000 },
});
