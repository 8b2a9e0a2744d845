// DRAW: the numbers of the fills outside programs, from the place in the program's memory.
import { expect, test } from 'vitest';
import { DRAW, DRAW_EXPONENTIAL, DRAW_NORMAL, DRAW_UNIFORM } from '../../../src/kernels/program/opcodes';
import { backends } from '../../backends';
import { doubles, everywhere, singles } from '../../programs';

const key = Uint32Array.from({ length: 8 }, (_, i) => 0x9e3779b9 * (i + 1));
const fills = {
  [DRAW_UNIFORM]: ['fillUniform', 'fillUniformF32', [0, 0, 1]],
  [DRAW_NORMAL]: ['fillNormal', 'fillNormalF32', [0, 1]],
  [DRAW_EXPONENTIAL]: ['fillExponential', 'fillExponentialF32', [1]],
} as const;

const cases = [DRAW_UNIFORM, DRAW_NORMAL, DRAW_EXPONENTIAL].flatMap((kind) =>
  [0, 1].flatMap((single) => [1, 2, 7, 1000, 5000].map((n) => [kind, single, n] as const)),
);

test.each(cases)('kind %i, single %i, %i of them', (kind, single, n) => {
  const m = backends.simd;
  const source = m.source('chacha8', key);
  const [position, offset] = [1e12 + 5, 777];
  const record = m.f64.slice(source >> 3, (source >> 3) + 8);
  const [f64Fill, f32Fill, parameters] = fills[kind as 0];
  const fill = m.kernels[single ? f32Fill : f64Fill] as (...values: number[]) => void;
  fill(source, position + offset, n, ...parameters, m.scratch);
  const view = single ? m.f32 : m.f64;
  const expected = view.slice(m.scratch / view.BYTES_PER_ELEMENT).slice(0, n);
  const dst = single ? singles(n) : doubles(n);
  const place = doubles([...record, position]);
  expect(everywhere([[DRAW, kind, dst, n, place, offset, single]])(dst)).toEqual(expected);
});
