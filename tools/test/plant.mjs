// A small workspace in a folder of its own, into which a test plants a fault.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that lives as long as the test. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'stokast-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const names = { 'packages/cli': 'stokast', benchmarks: '@stokast/benchmarks' };

/** A manifest as it should be, with `changes`. */
export const manifest = (place, changes = {}) =>
  JSON.stringify({
    name: names[place] ?? `@stokast/${place.split('/')[1]}`,
    type: 'module',
    license: 'MIT',
    engines: { node: '>=20.19' },
    ...changes,
  });

/** Writes `files` (path -> text) over a workspace that keeps every rule; returns its folder. */
export function plant(files) {
  const base = folder();
  const all = { 'package.json': JSON.stringify({ private: true, type: 'module', license: 'MIT' }) };
  for (const place of ['core-wasm', 'autodiff', 'sampling', 'models', 'cli'].map(
    (name) => `packages/${name}`,
  )) {
    all[`${place}/package.json`] = manifest(place);
    all[`${place}/src/index.ts`] = 'export const nothing: number = Math.sqrt(0);\n';
  }
  all['packages/core-wasm/src/kernels/math/half.ts'] =
    "import { abs } from '../../platform/platform';\n/** Half of |x|. */\nexport function half(x: f64): f64 {\n  return abs(x) * 0.5;\n}\n";
  all['benchmarks/package.json'] = manifest('benchmarks');
  for (const [path, text] of Object.entries({ ...all, ...files })) {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), text);
  }
  return base;
}
