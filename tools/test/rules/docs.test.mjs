import { expect, test } from 'vitest';
import { check } from '../../rules/docs.mjs';
import { manifest, plant } from '../plant.mjs';

const place = 'packages/models';
const exported = { exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } } };
const planted = (text, files = {}) =>
  plant({ [`${place}/package.json`]: manifest(place, exported), [`${place}/src/index.ts`]: text, ...files });

const example = '/**\n * Draws.\n *\n * ```ts\n * draw();\n * ```\n */\n';

test('nothing is found where nothing is wrong', () => {
  const text = `${example}export function draw(): void {}
/** Twice. @example twice(1) */
// a remark
export const twice = (x: number): number => 2 * x;
/** A limit. */
export const limit: number = 3;
/** What draw takes. */
export interface Options {}
export { behind } from './behind.ts';
`;
  expect(
    check(planted(text, { [`${place}/src/behind.ts`]: `${example}export function behind(): void {}\n` })),
  ).toEqual([]);
});

test.each([
  ['a function without docstring', 'export function f(): void {}', 'f has no docstring'],
  ['a type without docstring', 'export interface F {}', 'F has no docstring'],
  ['a comment that is no docstring', '// Draws.\nexport const f: number = 1;', 'f has no docstring'],
  [
    'the docstring of something else',
    '/** One. */\nconst one = 1;\nexport const f: number = one;',
    'f has no docstring',
  ],
  ['a function without example', '/** Draws. */\nexport function f(): void {}', 'f shows no example'],
  ['an arrow without example', '/** Draws. */\nexport const f = (): void => {};', 'f shows no example'],
  ['a re-export without docstring', "export { f } from './behind.ts';", 'f has no docstring'],
])('%s is found', (_, text, message) => {
  const behind = { [`${place}/src/behind.ts`]: 'export const f: number = 1;\n' };
  expect(check(planted(`${text}\n`, behind))).toEqual([`@stokast/models ${message}`]);
});

test('a debt is allowed by name, and must be struck off when it is paid', () => {
  const owed = { 'tools/rules/docs-owed.json': '["@stokast/models f", "@stokast/models g"]' };
  expect(
    check(planted(`export const f: number = 1;\n/** G. */\nexport const g: number = 1;\n`, owed)),
  ).toEqual(['@stokast/models g is in docs-owed.json and owes nothing: strike it off']);
});
