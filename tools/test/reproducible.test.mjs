import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command } from '../lib/command.mjs';
import { filesUnder, root, shown } from '../lib/workspace.mjs';
import { folder } from './plant.mjs';

const place = 'packages/core-wasm';
const own = (name) => !['node_modules', 'dist', 'build', 'generated', '.turbo'].includes(name);

/** Builds a copy of the package's sources in a folder of its own; returns file of dist -> SHA-256. */
async function build(parent) {
  const target = join(parent, place);
  mkdirSync(target, { recursive: true });
  cpSync(join(root, 'tsconfig.base.json'), join(parent, 'tsconfig.base.json'));
  const filter = (path) => own(path.split(/[\\/]/).at(-1));
  cpSync(join(root, place), target, { recursive: true, filter });
  symlinkSync(join(root, place, 'node_modules'), join(target, 'node_modules'));
  const { code, log } = await command(process.execPath, ['build.mjs'], { cwd: target });
  expect(code, log).toBe(0);
  return sums(join(target, 'dist'));
}

function sums(dist) {
  const sum = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
  return Object.fromEntries(filesUnder(dist).map((path) => [shown(dist, path), sum(path)]));
}

test('a build in another folder is the one of this folder to the byte', async () => {
  const there = await build(join(folder(), 'another', 'path'));
  expect(there['core.wasm']).toMatch(/^[0-9a-f]{64}$/);
  expect(sums(join(root, place, 'dist'))).toEqual(there);
});
