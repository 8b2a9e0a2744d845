import { expect, test } from 'vitest';
import { check } from '../../rules/kernel-subset.mjs';
import { plant } from '../plant.mjs';

const path = 'packages/core-wasm/src/kernels/math/a.ts';

test('a kernel that uses the whole subset passes', () => {
  const text = `import { f64s, i32s, imul } from '../../platform/platform';
export const TILE: i32 = 2048;
export function a(source: usize, x: f64, n: i32): f64 {
  const f = f64s();
  const at = (source >>> 3) as i32;
  let sum: f64 = 0.0;
  let y: f64;
  for (let i: i32 = 0; i < n; i++) {
    if (i === 3 && n > 4) continue;
    const word = (i < 2 ? i32s()[i] >>> n : n >>> 0) | 0;
    sum += f[at + i] * (1.0 / 3.0) + (imul(word, n) ^ (n >>> (32 - n)) ? x : -x);
  }
  y = sum;
  while (y > 1.0) y *= 0.5;
  return y;
}
`;
  expect(check(plant({ [path]: text }))).toEqual([]);
});

const body = (lines) => `export function a(x: f64, n: i32): f64 {\n  ${lines}\n  return x;\n}\n`;
const faults = [
  ['a closure', body('const f = (y: f64): f64 => y; x = f(x);'), /a closure/],
  ['a nested function', body('function g(): void {} g();'), /function inside a function/],
  ['an object', body('const o = { y: x };'), /an object/],
  ['an array', body('const o = [x];'), /an array/],
  ['destructuring', body('const [y] = f64s();'), /destructuring/],
  ['for of', body('for (const y of f64s()) x += y;'), /for \.\.\. of/],
  ['an optional parameter', 'export function a(x?: f64): void {}\n', /optional parameter \(x\)/],
  ['a default value', 'export function a(x: f64 = 1.0): void {}\n', /default value/],
  ['a parameter without a type', 'export function a(x): void {}\n', /without a type/],
  ['no result type', 'export function a(x: f64) {}\n', /what it returns/],
  ['Math', body('x = Math.sqrt(x);'), /Math: use/],
  ['number', 'export function a(x: number): void {}\n', /number: say/],
  ['a string', body("const s = 'text';"), /a string/],
  ['throw', body('throw x;'), /throw/],
  ['a power', body('x = x ** 2;'), /\*\*/],
  ['var', body('var y: f64 = x;'), /var/],
  ['==', body('if (x == 1.0) x = 2.0;'), /say ===/],
  ['a local without type or value', body('let y; y = x;'), /neither a type nor a value/],
  ['an unsigned shift by 0', body('const w: i32 = n >>> 0;'), /:2: an unsigned shift by 0/],
  ['an unsigned shift by a variable', body('const w: i32 = (1 >>> n);'), /unsigned shift/],
  ['an unsigned shift in a sum', body('const w: i32 = (n >>> 0) + 1;'), /unsigned shift/],
  ['an unsigned shift as a branch', body('const w: i32 = n > 3 ? n >>> 0 : 1;'), /unsigned shift/],
  ['>>>=', body('n >>>= 0;'), />>>=/],
  ['a quotient of integers', body('x = x * (1 / 3);'), /1\.0 \/ 3\.0/],
  ['typeof', body("if (typeof x === 'number') x = 1.0;"), /typeof/],
];
test.each(faults)('%s is found', (_, text, message) => {
  const problems = check(plant({ [path]: text }));
  expect(problems.length).toBeGreaterThan(0);
  expect(problems[0]).toMatch(message);
});
