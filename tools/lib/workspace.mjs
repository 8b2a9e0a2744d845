// What is in the workspace: its root, its packages, its files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds the workspace. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Folders that hold no source of ours. */
const made = new Set(['node_modules', 'dist', 'build', 'generated', '.turbo', '.git', 'coverage']);

/** A path as it is written in messages: relative to `base`, with forward slashes. */
export const shown = (base, path) => relative(base, path).split(sep).join('/');

/** Every file under `folder` whose name passes `wanted`, in a fixed order; made folders are left out. */
export function filesUnder(folder, wanted = () => true) {
  if (!existsSync(folder)) return [];
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !made.has(entry.name)) found.push(...filesUnder(path, wanted));
    else if (entry.isFile() && wanted(entry.name)) found.push(path);
  }
  return found.sort();
}

const begunIn = (directory) => ['src/index.ts', 'bin'].some((part) => existsSync(join(directory, part)));

/**
 * The packages of the workspace at `base`: name, folder (`packages/sampling`), directory, manifest, and whether
 * work on it has begun, that is, whether there is anything to build and test.
 */
export function packages(base = root) {
  const parent = join(base, 'packages');
  const folders = existsSync(parent) ? readdirSync(parent).map((name) => `packages/${name}`) : [];
  return [...folders.sort(), 'benchmarks']
    .filter((folder) => existsSync(join(base, folder, 'package.json')))
    .map((folder) => {
      const directory = join(base, folder);
      const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
      return { name: manifest.name, folder, directory, manifest, begun: begunIn(directory) };
    });
}

/** The packages that are published. */
export const publishable = (base = root) =>
  packages(base).filter(({ manifest, begun }) => begun && !manifest.private);
