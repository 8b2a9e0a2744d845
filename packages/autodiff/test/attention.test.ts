// Attention: values against loops, derivatives, what is refused.
import { describe, expect, test } from 'vitest';
import { type AttentionOptions, attention, compile, type Shape } from '../src/index.ts';
import { runBoth } from './check.ts';
import { checkDerivatives, evaluate, expectClose, numbers, randomValues, sizeOf } from './derivatives.ts';

type Numbers = ArrayLike<number>;

/** Attention by loops, over batches. */
function looked(
  q: Numbers,
  k: Numbers,
  v: Numbers,
  [qs, ks, vs]: readonly Shape[],
  { heads = 1, causal = false }: AttentionOptions,
): number[] {
  const [rows, channels] = qs.slice(-2);
  const [others] = ks.slice(-2);
  const out = vs[vs.length - 1];
  const [dim, part] = [channels / heads, out / heads];
  const result: number[] = [];
  for (let b = 0; b < sizeOf(qs.slice(0, -2)); b++) {
    for (let i = 0; i < rows; i++) {
      for (let h = 0; h < heads; h++) {
        const seen = causal ? i + others - rows + 1 : others;
        const weights = Array.from({ length: seen }, (_, j) => {
          let dot = 0;
          for (let c = 0; c < dim; c++)
            dot += q[(b * rows + i) * channels + h * dim + c] * k[(b * others + j) * channels + h * dim + c];
          return Math.exp(dot / Math.sqrt(dim));
        });
        const total = weights.reduce((x, y) => x + y);
        for (let c = 0; c < part; c++) {
          result.push(
            weights.reduce((all, w, j) => all + (w / total) * v[(b * others + j) * out + h * part + c], 0),
          );
        }
      }
    }
  }
  return result;
}

const cases: [readonly [Shape, Shape, Shape], AttentionOptions][] = [
  [
    [
      [3, 4],
      [3, 4],
      [3, 4],
    ],
    {},
  ],
  [
    [
      [3, 4],
      [3, 4],
      [3, 4],
    ],
    { causal: true },
  ],
  [
    [
      [2, 3, 4],
      [2, 3, 4],
      [2, 3, 6],
    ],
    { heads: 2, causal: true },
  ],
  [
    [
      [2, 2, 4],
      [2, 5, 4],
      [2, 5, 4],
    ],
    { heads: 4, causal: true },
  ],
  [
    [
      [1, 4],
      [5, 4],
      [5, 2],
    ],
    { heads: 2, causal: true },
  ],
  [
    [
      [2, 5, 4],
      [2, 3, 4],
      [2, 3, 4],
    ],
    { heads: 2 },
  ],
  [
    [
      [2, 2, 3, 4],
      [2, 2, 3, 4],
      [2, 2, 3, 4],
    ],
    { heads: 2, causal: true },
  ],
];

describe('attention', () => {
  test.each(cases)('%j, %j', (shapes, options) => {
    const values = randomValues(shapes, 6);
    const fn = (
      q: Parameters<typeof attention>[0],
      k: Parameters<typeof attention>[0],
      v: Parameters<typeof attention>[0],
    ) => attention(q, k, v, options);
    const expected = looked(values[0], values[1], values[2], shapes, options);
    const got = evaluate(fn, shapes, values);
    expectClose(got, expected);
    checkDerivatives(fn, shapes);
  });

  test('singles, more batches than instructions are made for', () => {
    const shape = [70, 4, 6];
    const spec = { shape, dtype: 'f32' } as const;
    const x = [1, 2, 3].map((seed) => Float32Array.from(numbers(sizeOf(shape), seed)));
    const program = compile((q, k, v) => attention(q, k, v, { heads: 3, causal: true }), [spec, spec, spec]);
    const got = runBoth(program, x[0], x[1], x[2]) as unknown as Float32Array;
    expectClose(got, looked(x[0], x[1], x[2], [shape, shape, shape], { heads: 3, causal: true }), 1e-5);
  });

  test.each<[readonly [Shape, Shape, Shape], object, string]>([
    [
      [
        [3, 4],
        [3, 5],
        [3, 4],
      ],
      {},
      'STOKAST_E_SHAPE',
    ],
    [
      [
        [3, 4],
        [2, 4],
        [3, 4],
      ],
      {},
      'STOKAST_E_SHAPE',
    ],
    [
      [
        [3, 4],
        [2, 4],
        [2, 4],
      ],
      { causal: true },
      'STOKAST_E_SHAPE',
    ],
    [[[4], [4], [4]], {}, 'STOKAST_E_SHAPE'],
    [
      [
        [2, 3, 4],
        [3, 4],
        [3, 4],
      ],
      {},
      'STOKAST_E_SHAPE',
    ],
    [
      [
        [3, 4],
        [3, 4],
        [3, 4],
      ],
      { heads: 3 },
      'STOKAST_E_RANGE',
    ],
    [
      [
        [3, 4],
        [3, 4],
        [3, 5],
      ],
      { heads: 2 },
      'STOKAST_E_RANGE',
    ],
    [
      [
        [3, 4],
        [3, 4],
        [3, 4],
      ],
      { heads: 0 },
      'STOKAST_E_RANGE',
    ],
    [
      [
        [3, 4],
        [3, 4],
        [3, 4],
      ],
      { head: 1 },
      'STOKAST_E_TYPE',
    ],
  ])('%j, %j is an error', (shapes, options, code) => {
    expect(() => compile((q, k, v) => attention(q, k, v, options), shapes)).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
