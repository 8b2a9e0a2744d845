// Convolutions and upsampling: values against loops, adjoints, derivatives, what is refused.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ConvolutionOptions,
  compile,
  conv2d,
  type Shape,
  transposedConv2d,
  upsample2d,
} from '../src/index.ts';
import { runBoth } from './check.ts';
import { checkDerivatives, evaluate, expectClose, numbers, randomValues } from './derivatives.ts';

type Size = readonly [number, number];
interface Case {
  readonly image: Size;
  readonly kernel: Size;
  readonly stride: Size;
  readonly padding: 'valid' | 'same' | Size;
  readonly channels: Size;
  readonly batch: number;
}

const side = (max: number) => fc.integer({ min: 1, max });
const size = (max: number) => fc.tuple(side(max), side(max));
const anyCase: fc.Arbitrary<Case> = fc.record({
  image: size(6),
  kernel: size(4),
  stride: size(3),
  padding: fc.oneof(fc.constantFrom('valid' as const, 'same' as const), fc.tuple(fc.nat(3), fc.nat(3))),
  channels: size(3),
  batch: side(2),
});

/** Places along an axis, and zeros before it. */
function placesOf(
  { image, kernel, stride, padding }: Case,
  axis: number,
): readonly [count: number, before: number] {
  const [n, k, s] = [image[axis], kernel[axis], stride[axis]];
  if (padding === 'same') {
    const count = Math.ceil(n / s);
    return [count, Math.floor(Math.max(0, (count - 1) * s + k - n) / 2)];
  }
  const before = padding === 'valid' ? 0 : padding[axis];
  return [Math.floor((n + 2 * before - k) / s) + 1, before];
}

/** The convolution by loops. */
function convolution(each: Case, x: readonly number[], w: readonly number[]): number[] {
  const {
    image: [height, width],
    kernel: [kh, kw],
    stride,
    channels: [channels, out],
    batch,
  } = each;
  const [[oh, top], [ow, left]] = [placesOf(each, 0), placesOf(each, 1)];
  const result: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let y = 0; y < oh; y++) {
      for (let z = 0; z < ow; z++) {
        for (let o = 0; o < out; o++) {
          let total = 0;
          for (let i = 0; i < kh; i++) {
            for (let j = 0; j < kw; j++) {
              const [row, column] = [y * stride[0] + i - top, z * stride[1] + j - left];
              if (row < 0 || row >= height || column < 0 || column >= width) continue;
              for (let c = 0; c < channels; c++) {
                total +=
                  x[((b * height + row) * width + column) * channels + c] *
                  w[((i * kw + j) * channels + c) * out + o];
              }
            }
          }
          result.push(total);
        }
      }
    }
  }
  return result;
}

const shapesOf = ({ batch, image, channels: [channels, out], kernel }: Case): [Shape, Shape] => [
  [batch, ...image, channels],
  [...kernel, channels, out],
];
const hasPlaces = (each: Case): boolean => placesOf(each, 0)[0] > 0 && placesOf(each, 1)[0] > 0;
const optionsOf = ({ stride, padding }: Case): ConvolutionOptions => ({ stride, padding });

describe('conv2d', () => {
  test('any shape, stride and padding', () => {
    fc.assert(
      fc.property(anyCase.filter(hasPlaces), (each) => {
        const shapes = shapesOf(each);
        const values = randomValues(shapes, 2);
        let traced: Shape = [];
        const got = evaluate(
          (x, k) => {
            const result = conv2d(x, k, optionsOf(each));
            traced = result.shape;
            return result;
          },
          shapes,
          values,
        );
        expect(traced).toEqual([each.batch, placesOf(each, 0)[0], placesOf(each, 1)[0], each.channels[1]]);
        expectClose(got, convolution(each, values[0], values[1]));
      }),
      { seed: 11, numRuns: 80 },
    );
  });

  test('derivatives', () => {
    fc.assert(
      fc.property(anyCase.filter(hasPlaces), (each) =>
        checkDerivatives((x, k) => conv2d(x, k, optionsOf(each)), shapesOf(each)),
      ),
      { seed: 12, numRuns: 12 },
    );
  });

  test('singles', () => {
    const each: Case = {
      image: [7, 6],
      kernel: [3, 3],
      stride: [1, 1],
      padding: 'same',
      channels: [3, 5],
      batch: 2,
    };
    const [x, k] = shapesOf(each);
    const values = [Float32Array.from(numbers(252, 1)), Float32Array.from(numbers(135, 2))];
    const program = compile(
      (a, b) => conv2d(a, b, { padding: 'same' }),
      [
        { shape: x, dtype: 'f32' },
        { shape: k, dtype: 'f32' },
      ],
    );
    const got = runBoth(program, values[0], values[1]) as Float32Array;
    expectClose(got, convolution(each, [...values[0]], [...values[1]]), 1e-5);
  });

  test('a kernel of one element sees the image as it is', () => {
    const shapes = [
      [2, 3, 3, 4],
      [1, 1, 4, 2],
    ];
    const values = randomValues(shapes, 5);
    const each: Case = {
      image: [3, 3],
      kernel: [1, 1],
      stride: [1, 1],
      padding: 'same',
      channels: [4, 2],
      batch: 2,
    };
    expectClose(
      evaluate((x, k) => conv2d(x, k, { padding: 'same' }), shapes, values),
      convolution(each, values[0], values[1]),
    );
  });
});

/** Size of the transposed convolution's image along an axis, and what is cut off before it. */
function grownOf(
  { image, kernel, stride, padding }: Case,
  axis: number,
): readonly [size: number, before: number] {
  const [n, k, s] = [image[axis], kernel[axis], stride[axis]];
  if (padding === 'same') return [n * s, Math.floor(Math.max(0, k - s) / 2)];
  const before = padding === 'valid' ? 0 : padding[axis];
  return [(n - 1) * s + k - 2 * before, before];
}

/** The transposed convolution by loops. */
function transposed(each: Case, x: readonly number[], w: readonly number[]): number[] {
  const {
    image: [height, width],
    kernel: [kh, kw],
    stride,
    channels: [channels, out],
    batch,
  } = each;
  const [[oh, top], [ow, left]] = [grownOf(each, 0), grownOf(each, 1)];
  const result = new Array<number>(batch * oh * ow * out).fill(0);
  for (let b = 0; b < batch; b++) {
    for (let y = 0; y < height; y++) {
      for (let z = 0; z < width; z++) {
        for (let i = 0; i < kh; i++) {
          for (let j = 0; j < kw; j++) {
            const [row, column] = [y * stride[0] + i - top, z * stride[1] + j - left];
            if (row < 0 || row >= oh || column < 0 || column >= ow) continue;
            for (let c = 0; c < channels; c++) {
              for (let o = 0; o < out; o++) {
                const element = x[((b * height + y) * width + z) * channels + c];
                result[((b * oh + row) * ow + column) * out + o] +=
                  element * w[((i * kw + j) * channels + c) * out + o];
              }
            }
          }
        }
      }
    }
  }
  return result;
}

const isLeft = (each: Case): boolean => grownOf(each, 0)[0] > 0 && grownOf(each, 1)[0] > 0;

describe('transposedConv2d', () => {
  test('any shape, stride and padding', () => {
    fc.assert(
      fc.property(anyCase.filter(isLeft), (each) => {
        const shapes = shapesOf(each);
        const values = randomValues(shapes, 2);
        let traced: Shape = [];
        const got = evaluate(
          (x, k) => {
            const result = transposedConv2d(x, k, optionsOf(each));
            traced = result.shape;
            return result;
          },
          shapes,
          values,
        );
        expect(traced).toEqual([each.batch, grownOf(each, 0)[0], grownOf(each, 1)[0], each.channels[1]]);
        expectClose(got, transposed(each, values[0], values[1]));
      }),
      { seed: 13, numRuns: 80 },
    );
  });

  test('derivatives', () => {
    fc.assert(
      fc.property(anyCase.filter(isLeft), (each) =>
        checkDerivatives((x, k) => transposedConv2d(x, k, optionsOf(each)), shapesOf(each)),
      ),
      { seed: 14, numRuns: 12 },
    );
  });
});

describe('upsample2d', () => {
  test.each([[1], [2], [[2, 3]], [[3, 1]]] as const)('by %j', (factor) => {
    const [down, right] = typeof factor === 'number' ? [factor, factor] : factor;
    const [batch, height, width, channels] = [2, 3, 2, 2];
    const shape = [batch, height, width, channels];
    const [x] = randomValues([shape], 6);
    const expected: number[] = [];
    for (let b = 0; b < batch; b++) {
      for (let y = 0; y < height * down; y++) {
        for (let z = 0; z < width * right; z++) {
          const at = ((b * height + Math.floor(y / down)) * width + Math.floor(z / right)) * channels;
          expected.push(...x.slice(at, at + channels));
        }
      }
    }
    expect([...evaluate((image) => upsample2d(image, factor), [shape], [x])]).toEqual(expected);
    checkDerivatives((image) => upsample2d(image, factor), [shape]);
  });
});

describe('what is refused', () => {
  const image = [1, 4, 4, 2];
  const kernel = [3, 3, 2, 5];
  test.each<[string, Shape, Shape, object, string]>([
    ['images of three axes', [4, 4, 2], kernel, {}, 'STOKAST_E_SHAPE'],
    ['other channels', image, [3, 3, 3, 5], {}, 'STOKAST_E_SHAPE'],
    ['kernels of three axes', image, [3, 3, 2], {}, 'STOKAST_E_SHAPE'],
    ['kernels larger than the image', image, [5, 1, 2, 5], {}, 'STOKAST_E_SHAPE'],
    ['a stride of 0', image, kernel, { stride: 0 }, 'STOKAST_E_RANGE'],
    ['a stride of text', image, kernel, { stride: '1' }, 'STOKAST_E_TYPE'],
    ['three strides', image, kernel, { stride: [1, 1, 1] }, 'STOKAST_E_TYPE'],
    ['negative padding', image, kernel, { padding: -1 }, 'STOKAST_E_RANGE'],
    ['an unknown padding', image, kernel, { padding: 'full' }, 'STOKAST_E_RANGE'],
    ['an unknown option', image, kernel, { strides: 1 }, 'STOKAST_E_TYPE'],
  ])('%s', (_, x, k, options, code) => {
    expect(() => compile((a, b) => conv2d(a, b, options), [x, k])).toThrow(expect.objectContaining({ code }));
  });

  test('a transposed convolution of which nothing is left', () => {
    const trace = () => compile((a, b) => transposedConv2d(a, b, { padding: 4 }), [image, kernel]);
    expect(trace).toThrow(expect.objectContaining({ code: 'STOKAST_E_SHAPE' }));
  });
});
