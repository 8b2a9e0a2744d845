// The README's table of benchmarks is what the last run wrote.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withSummary } from '../../benchmarks/harness/report.mjs';
import { root } from '../lib/workspace.mjs';

test('the README shows the benchmarks of benchmarks/results/latest.json', () => {
  const report = JSON.parse(readFileSync(join(root, 'benchmarks/results/latest.json'), 'utf8'));
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(withSummary(readme, report)).toBe(readme);
  expect(existsSync(join(root, 'benchmarks/results/latest.md'))).toBe(true);
});
