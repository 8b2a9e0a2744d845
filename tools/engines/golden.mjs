// golden.json: case -> hash. One file for every engine and backend; a change of it is a change of values.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/workspace.mjs';

const path = join(root, 'tools', 'engines', 'golden.json');

export const golden = () => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {});

export function writeGolden(hashes) {
  const sorted = Object.fromEntries(Object.entries(hashes).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** Names of the cases whose hash is not the golden one, with those that are on one side only. */
export function differences(hashes, expected = golden()) {
  const names = new Set([...Object.keys(hashes), ...Object.keys(expected)]);
  return [...names].filter((name) => hashes[name] !== expected[name]).sort();
}
