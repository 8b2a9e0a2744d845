// The page about programs names every instruction of the machine, and none that there is not.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as opcodes from '@stokast/core-wasm/opcodes';
import { expect, test } from 'vitest';
import { root } from '../lib/workspace.mjs';

test('docs/programs.md has every instruction in its table', () => {
  const page = readFileSync(join(root, 'docs', 'programs.md'), 'utf8');
  const table = page.slice(page.indexOf('## Instructions'));
  const listed = new Set([...table.matchAll(/`([A-Z][A-Z0-9_]*)`/g)].map(([, name]) => name));
  const names = Object.keys(opcodes);
  // Forms for singles stand under the names of their doubles.
  const plain = names.filter((name) => !(name.endsWith('32') && names.includes(name.slice(0, -2))));
  expect(plain.filter((name) => !listed.has(name))).toEqual([]);
  expect([...listed].filter((name) => !names.includes(name))).toEqual([]);
});
