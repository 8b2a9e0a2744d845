import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { expect, test } from 'vitest';
import { publishable, root } from '../lib/workspace.mjs';

// The budgets of tools/sizes.json, each with its reason. Raising one is a decision: say why in the same change.
const budgets = JSON.parse(readFileSync(join(root, 'tools', 'sizes.json'), 'utf8'));

async function gzipped(door) {
  const stdin = { contents: `export * from '${door}';`, resolveDir: root };
  const options = { bundle: true, minify: true, format: 'esm', write: false, logLevel: 'silent' };
  const { outputFiles } = await esbuild.build({ stdin, ...options });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

test('core.wasm is within its budget', () => {
  const { size } = statSync(join(root, 'packages', 'core-wasm', 'dist', 'core.wasm'));
  console.log(`core.wasm: ${size} of ${budgets['core.wasm'].bytes} bytes`);
  expect(size).toBeLessThanOrEqual(budgets['core.wasm'].bytes);
});

const libraries = publishable().filter(({ manifest }) => manifest.exports['.']);
const names = libraries.flatMap(({ name, manifest }) =>
  Object.keys(manifest.exports)
    .map((subpath) => name + subpath.slice(1))
    .filter((door) => door === name || door in budgets),
);
test.each(names)('%s, bundled and minified, is within its budget', async (door) => {
  const size = await gzipped(door);
  console.log(`${door}: ${size} of ${budgets[door]?.gzip} bytes gzipped`);
  expect(size).toBeLessThanOrEqual(budgets[door].gzip);
});

test('an import that is not used costs nothing', async () => {
  for (const { name } of libraries) {
    const stdin = { contents: `import '${name}';`, resolveDir: root };
    const { outputFiles } = await esbuild.build({
      stdin,
      bundle: true,
      format: 'esm',
      minify: true,
      write: false,
      logLevel: 'silent',
    });
    expect(outputFiles[0].contents.length, name).toBeLessThan(10);
  }
});
