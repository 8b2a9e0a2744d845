import { expect, test } from 'vitest';
import { check } from '../../rules/host-math.mjs';
import { plant } from '../plant.mjs';

test('nothing is found where nothing is wrong', () => {
  const text = `// Math.log in a comment, and 2 ** 3
export const a: string = 'Math.log(x) ** 2';
export const b: number = Math.fround(Math.min(Math.abs(-1), Math.trunc(Math.PI)));
`;
  const drawing = 'export const y: number = Math.log10(3) ** 2;\n';
  expect(
    check(plant({ 'packages/models/src/a.ts': text, 'packages/cli/src/terminal/a.ts': drawing })),
  ).toEqual([]);
});

const faults = [
  ['Math.log(2)', /a\.ts:2: Math\.log differs/],
  ['Math.random()', /Math\.random differs/],
  ['Math.hypot(1, 2)', /Math\.hypot/],
  ['Math.round(2)', /Math\.round/],
  ['Math?.pow(1, 2)', /Math\.pow/],
  ['2 ** 3', /\*\* differs/],
  ["Math['exp'](1)", /Math\[\.\.\.\]/],
  ['globalThis.Math.exp(1)', /another name/],
  ["(globalThis as any)['Math'].exp(1)", /by its name/],
  ['((m = Math) => m.exp(1))()', /another name/],
  ['(() => { const { exp } = Math; return exp(1); })()', /another name/],
  ['((x: number) => { x **= 2; return x; })(1)', /\*\*= differs/],
];
const places = [
  'core-wasm/src/kernels/math',
  'core-wasm/src',
  'autodiff/src',
  'sampling/src',
  'models/src',
  'cli/src',
];
test.each(faults)('%s is found', (expression, message) => {
  const text = `// first\nexport const a: number = ${expression};\n`;
  const problems = check(plant(Object.fromEntries(places.map((place) => [`packages/${place}/a.ts`, text]))));
  expect(problems).toHaveLength(places.length);
  for (const problem of problems) expect(problem).toMatch(message);
});

test("AssemblyScript's own Math is found in a SIMD twin", () => {
  const twin =
    '// @ts-nocheck: AssemblyScript\n@inline function f(x: f64): f64 { return Math.exp(<f64>x); }\n';
  expect(check(plant({ 'packages/core-wasm/src/simd/math/f.ts': twin }))).toEqual([
    'packages/core-wasm/src/simd/math/f.ts:2: Math.exp differs between engines',
  ]);
});
