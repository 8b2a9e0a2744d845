// Layers: values against loops, derivatives, what is refused.
import { describe, expect, test } from 'vitest';
import {
  compile,
  embedding,
  gelu,
  groupNorm,
  layerNorm,
  linear,
  type Shape,
  type Tensor,
} from '../src/index.ts';
import { runBoth } from './check.ts';
import { checkDerivatives, evaluate, expectClose, numbers, randomValues } from './derivatives.ts';

/** (x - mean) / sqrt(variance + epsilon) of some numbers. */
function standard(x: readonly number[], epsilon: number): number[] {
  const mean = x.reduce((a, b) => a + b) / x.length;
  const variance = x.reduce((all, each) => all + (each - mean) ** 2, 0) / x.length;
  return x.map((each) => (each - mean) / Math.sqrt(variance + epsilon));
}

const refuses = (fn: (x: Tensor) => Tensor, shape: Shape, code: string): void =>
  expect(() => compile(fn, [shape])).toThrow(expect.objectContaining({ code }));

describe('linear', () => {
  test.each<[Shape]>([[[3]], [[4, 3]], [[2, 4, 3]]])('%j', (shape) => {
    const shapes = [shape, [3, 2], [2]];
    const [x, w, b] = randomValues(shapes, 2);
    const expected: number[] = [];
    for (let r = 0; r < x.length; r += 3) {
      for (let o = 0; o < 2; o++)
        expected.push(x[r] * w[o] + x[r + 1] * w[2 + o] + x[r + 2] * w[4 + o] + b[o]);
    }
    expectClose(evaluate(linear, shapes, [x, w, b]), expected);
    checkDerivatives(linear, shapes);
    checkDerivatives((y, v) => linear(y, v), shapes.slice(0, 2));
  });

  test('what is refused', () => {
    refuses((x) => linear(x, x), [2, 3], 'STOKAST_E_SHAPE');
    refuses((x) => linear(x, x.reshape([9])), [3, 3], 'STOKAST_E_SHAPE');
    refuses((x) => linear(x, x, [1, 2]), [3, 3], 'STOKAST_E_SHAPE');
  });
});

describe('layerNorm', () => {
  test.each<[Shape]>([[[5]], [[3, 4]], [[2, 3, 6]]])('%j', (shape) => {
    const channels = shape[shape.length - 1];
    const shapes = [shape, [channels], [channels]];
    const [x, scale, offset] = randomValues(shapes, 3);
    const expected: number[] = [];
    for (let r = 0; r < x.length; r += channels) {
      expected.push(...standard(x.slice(r, r + channels), 1e-5).map((z, c) => z * scale[c] + offset[c]));
    }
    const fn = (y: Tensor, s: Tensor, o: Tensor) => layerNorm(y, { scale: s, offset: o });
    expectClose(evaluate(fn, shapes, [x, scale, offset]), expected);
    checkDerivatives(fn, shapes, { tolerance: 1e-5 });
    checkDerivatives((y) => layerNorm(y, { epsilon: 0.1 }), [shape]);
  });

  test('rows of equal numbers are 0, and so is their derivative', () => {
    expect([...evaluate((x) => layerNorm(x), [[4]], [[3, 3, 3, 3]])]).toEqual([0, 0, 0, 0]);
  });

  test('what is refused', () => {
    refuses((x) => layerNorm(x), [], 'STOKAST_E_SHAPE');
    refuses((x) => layerNorm(x, { scale: [1, 2] }), [3], 'STOKAST_E_SHAPE');
    refuses((x) => layerNorm(x, { epsilon: 0 }), [3], 'STOKAST_E_RANGE');
    refuses((x) => layerNorm(x, { eps: 1 } as never), [3], 'STOKAST_E_TYPE');
  });
});

describe('groupNorm', () => {
  test.each<[Shape, number]>([
    [[2, 3, 2, 4], 2],
    [[2, 3, 2, 4], 1],
    [[1, 5, 6], 3],
    [[2, 4], 2],
  ])('%j in %i groups', (shape, groups) => {
    const channels = shape[shape.length - 1];
    const [batch, each] = [shape[0], channels / groups];
    const shapes = [shape, [channels], [channels]];
    const [x, scale, offset] = randomValues(shapes, 4);
    const places = x.length / batch / channels;
    const expected = new Array<number>(x.length);
    for (let b = 0; b < batch; b++) {
      for (let g = 0; g < groups; g++) {
        const at = Array.from(
          { length: places * each },
          (_, i) => (b * places + Math.floor(i / each)) * channels + g * each + (i % each),
        );
        for (const [i, z] of standard(
          at.map((k) => x[k]),
          1e-5,
        ).entries()) {
          const c = at[i] % channels;
          expected[at[i]] = z * scale[c] + offset[c];
        }
      }
    }
    const fn = (y: Tensor, s: Tensor, o: Tensor) => groupNorm(y, groups, { scale: s, offset: o });
    expectClose(evaluate(fn, shapes, [x, scale, offset]), expected);
    checkDerivatives(fn, shapes, { tolerance: 1e-5 });
  });

  test('what is refused', () => {
    refuses((x) => groupNorm(x, 2), [4], 'STOKAST_E_SHAPE');
    refuses((x) => groupNorm(x, 3), [1, 4], 'STOKAST_E_RANGE');
    refuses((x) => groupNorm(x, 0), [1, 4], 'STOKAST_E_RANGE');
    refuses((x) => groupNorm(x, 1.5), [1, 4], 'STOKAST_E_RANGE');
  });
});

describe('embedding', () => {
  test('rows by number, and sums into them', () => {
    const table = numbers(12, 5);
    const index = [3, 0, 3];
    const rows = index.flatMap((i) => table.slice(3 * i, 3 * i + 3));
    expect([...evaluate((t) => embedding(t, index), [[4, 3]], [table])]).toEqual(rows);
    checkDerivatives((t) => embedding(t, index), [[4, 3]]);
  });

  test('of singles, by singles or doubles', () => {
    const table = Float32Array.from(numbers(12, 5));
    for (const dtype of ['f32', 'f64'] as const) {
      const embed = compile(
        (t, i) => embedding(t, i),
        [
          { shape: [4, 3], dtype: 'f32' },
          { shape: [2], dtype },
        ],
      );
      expect([...(runBoth(embed, table, [2, 1]) as Float32Array)]).toEqual([
        ...table.subarray(6, 9),
        ...table.subarray(3, 6),
      ]);
    }
  });

  test('what is refused', () => {
    refuses((t) => embedding(t, [0]), [4], 'STOKAST_E_SHAPE');
  });
});

test("gelu by 'tanh' is the published formula", () => {
  const x = [-5, -1, -0.1, 0, 0.3, 2, 6];
  const expected = x.map((t) => (t / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (t + 0.044715 * t ** 3))));
  expectClose(
    evaluate((t) => gelu(t, 'tanh'), [[7]], [x]),
    expected,
  );
  checkDerivatives((t) => gelu(t, 'tanh'), [[7]], { values: [x] });
});
