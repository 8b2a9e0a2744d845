import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundled, entries } from '../lib/bundle-size.mjs';
import { root } from '../lib/workspace.mjs';

// The budgets of tools/sizes.json, each with its reason. Raising one is a decision: say why in the same change.
const budgets = JSON.parse(readFileSync(join(root, 'tools', 'sizes.json'), 'utf8'));

test('core.wasm is within its budget', () => {
  const { size } = statSync(join(root, 'packages', 'core-wasm', 'dist', 'core.wasm'));
  console.log(`core.wasm: ${size} of ${budgets['core.wasm'].bytes} bytes`);
  expect(size).toBeLessThanOrEqual(budgets['core.wasm'].bytes);
});

// `check` and `inside` are doors for our own packages, and `worker` is no import but a thread's program; every other
// entry has a budget, and so have imports of a part of one.
const names = entries().filter((door) => !/\/(check|inside|worker)$/.test(door));
const parts = Object.keys(budgets).filter((name) => budgets[name].import);
test.each([...names, ...parts])('%s, bundled and minified, is within its budget', async (name) => {
  const { gzipped: size } = await bundled(budgets[name]?.import ?? `export * from '${name}';`);
  console.log(`${name}: ${size} of ${budgets[name]?.gzip} bytes gzipped`);
  expect(size).toBeLessThanOrEqual(budgets[name].gzip);
});

test.each(names)('%s: an import that is not used costs nothing', async (door) => {
  expect((await bundled(`import '${door}';`)).minified).toBeLessThan(10);
});
