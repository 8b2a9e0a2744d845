import { expect, test } from 'vitest';
import { differences, golden } from '../engines/golden.mjs';
import { hash } from '../engines/hash.mjs';
import { table } from '../engines/table.mjs';

test('a hash tells bits, lengths and order apart, and NaNs not', () => {
  const distinct = [
    [0],
    [-0],
    [0, 0],
    [NaN],
    [1],
    [1 + 2 ** -52],
    Float32Array.of(0, 1),
    Float64Array.of(0, 1),
    Float64Array.of(1, 0),
    [Float64Array.of(0), Float64Array.of(1)],
    '',
    'a',
    ['a', 'b'],
    ['ab'],
  ];
  expect(new Set(distinct.map((value) => hash(value))).size).toBe(distinct.length);

  const nan = (high, low) => new Float64Array(Uint32Array.of(low, high).buffer);
  expect(hash(nan(0xfff80000, 1))).toBe(hash(nan(0x7ff80000, 0)));
  const single = (word) => new Float32Array(Uint32Array.of(word).buffer);
  expect(hash(single(0xffc00001))).toBe(hash(single(0x7fc00000)));
});

test('a hash that changed, is new or is gone is a difference', () => {
  expect(golden()).not.toEqual({});
  expect(differences({ a: '1', b: '2', c: '3' }, { a: '1', b: '0', d: '4' })).toEqual(['b', 'c', 'd']);
});

test('the page names what differs', () => {
  const cells = { wasm: { cases: 2, apart: ['core-wasm: log'] }, typescript: { error: 'no answer\nlog' } };
  const page = table([{ name: 'Node', version: '20.1.0', cells }], ['core-wasm: log', 'core-wasm: exp']);
  expect(page).toContain('(2 of core-wasm)');
  expect(page).toContain('| Node 20.1.0 | 1 of 2 | did not run |');
  expect(page).toContain('- Node 20.1.0, wasm: core-wasm: log\n- Node 20.1.0, typescript: no answer\n');
});
