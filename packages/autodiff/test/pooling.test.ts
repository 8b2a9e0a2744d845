// Pooling: values against loops, derivatives, what is refused.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averagePool2d, compile, maxPool2d, type Shape, type Tensor } from '../src/index.ts';
import { checkDerivatives, evaluate, expectClose, randomValues } from './derivatives.ts';

type Size = readonly [number, number];

/** One number for each window. */
function pooled(
  x: readonly number[],
  shape: Shape,
  size: Size,
  stride: Size,
  of: (seen: number[]) => number,
): number[] {
  const [batch, height, width, channels] = shape;
  const result: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let y = 0; y + size[0] <= height; y += stride[0]) {
      for (let z = 0; z + size[1] <= width; z += stride[1]) {
        for (let c = 0; c < channels; c++) {
          const seen: number[] = [];
          for (let i = 0; i < size[0]; i++) {
            for (let j = 0; j < size[1]; j++)
              seen.push(x[((b * height + y + i) * width + z + j) * channels + c]);
          }
          result.push(of(seen));
        }
      }
    }
  }
  return result;
}

const kinds = [
  ['maxPool2d', maxPool2d, (seen: number[]) => Math.max(...seen)],
  ['averagePool2d', averagePool2d, (seen: number[]) => seen.reduce((a, b) => a + b) / seen.length],
] as const;

describe.each(kinds)('%s', (_, pool, of) => {
  const pair = (max: number) => fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }));
  const cases = fc
    .tuple(
      fc.constantFrom(1, 2),
      pair(7),
      fc.constantFrom(1, 3),
      pair(3),
      fc.option(pair(4), { nil: undefined }),
    )
    .filter(([, image, , size]) => size[0] <= image[0] && size[1] <= image[1]);

  test('any shape, window and stride', () => {
    fc.assert(
      fc.property(cases, ([batch, image, channels, size, stride]) => {
        const shape = [batch, ...image, channels];
        const [x] = randomValues([shape], 3);
        const got = evaluate((each) => pool(each, size, stride && { stride }), [shape], [x]);
        const expected = pooled(x, shape, size, stride ?? size, of);
        expectClose(got, expected);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  test.each<[Shape, Size, Size | undefined]>([
    [[1, 4, 6, 2], [2, 3], undefined],
    [[2, 5, 5, 2], [2, 2], undefined],
    [
      [2, 5, 4, 2],
      [3, 2],
      [1, 1],
    ],
    [
      [1, 4, 4, 1],
      [1, 1],
      [2, 2],
    ],
  ])('derivatives of %j, windows %j, stride %j', (shape, size, stride) => {
    checkDerivatives((x: Tensor) => pool(x, size, stride && { stride }), [shape]);
  });

  test('what is refused', () => {
    const trace =
      (shape: Shape, size: unknown, options: object = {}) =>
      () =>
        compile((x) => pool(x, size as number, options) as Tensor, [shape]);
    expect(trace([4, 4, 1], 2)).toThrow(expect.objectContaining({ code: 'STOKAST_E_SHAPE' }));
    expect(trace([1, 4, 4, 1], 5)).toThrow(expect.objectContaining({ code: 'STOKAST_E_SHAPE' }));
    expect(trace([1, 4, 4, 1], 0)).toThrow(expect.objectContaining({ code: 'STOKAST_E_RANGE' }));
    expect(trace([1, 4, 4, 1], '2')).toThrow(expect.objectContaining({ code: 'STOKAST_E_TYPE' }));
    expect(trace([1, 4, 4, 1], 2, { padding: 1 })).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_TYPE' }),
    );
  });
});
