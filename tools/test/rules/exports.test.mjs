import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { check, update } from '../../rules/exports.mjs';
import { manifest, plant } from '../plant.mjs';

const place = 'packages/sampling';
const index = `${place}/src/index.ts`;
const exported = { exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } } };
const planted = (files) => plant({ [`${place}/package.json`]: manifest(place, exported), ...files });

const good = `import { inner } from './inner.ts';
export type { Seed } from './inner.ts';
export { renamed as other, type Options } from './inner.ts';
export { inner };
export const a: number = 1, b: number = 2;
export function f(): void {}
export interface Shape {}
export type both = string;
export const both: string = '';
export { Family } from './inner.ts';
`;
const inner = `export type Seed = string;
export interface Options {}
export const renamed: number = 1;
export const inner: number = 2;
export interface Family {}
export const Family: number = 3;
`;
const files = { [index]: good, [`${place}/src/inner.ts`]: inner };

test('the list is what the entry says, by kind', () => {
  const base = planted(files);
  update(base);
  expect(check(base)).toEqual([]);
  expect(JSON.parse(readFileSync(join(base, 'tools/exports/sampling.json'), 'utf8'))).toEqual({
    '.': { values: ['Family', 'a', 'b', 'both', 'f', 'inner', 'other'], types: ['Options', 'Seed', 'Shape'] },
  });
});

const list = (values, types = []) => JSON.stringify({ '.': { values, types } });
test.each([
  [
    'an export that is not listed',
    'export const a = 1, b = 2;',
    list(['a']),
    /\. *: b is exported and not listed/,
  ],
  ['a listed name that is gone', 'export const a = 1;', list(['a', 'b']), /b is listed and not exported/],
  ['a value that became a type', 'export type a = 1;', list(['a']), /a is (exported|listed)/],
  ['a default export', 'export default 1;', list(['default']), /index\.ts:1: a default export/],
  [
    'export *',
    "export * from './inner.ts';",
    list(['Family', 'inner', 'renamed'], ['Options', 'Seed']),
    /by export \*/,
  ],
])('%s is found', (_, text, listed, message) => {
  const base = planted({ ...files, [index]: `${text}\n`, 'tools/exports/sampling.json': listed });
  expect(check(base).filter((line) => line.includes('sampling'))[0]).toMatch(message);
});

test('a default export behind the entry is found', () => {
  const base = planted({ ...files, [`${place}/src/deep/x.ts`]: '\nexport default function x(): void {}\n' });
  update(base);
  expect(check(base)).toEqual([`${place}/src/deep/x.ts:2: a default export`]);
});

test('an entry that is not there is found', () => {
  const gone = { exports: { './gone': { types: './dist/gone.d.ts', default: './dist/gone.js' } } };
  const base = plant({ [`${place}/package.json`]: manifest(place, gone) });
  expect(check(base)).toContain(`${place}/package.json: ${place}/src/gone.ts is not there`);
});
