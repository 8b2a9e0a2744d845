// Convolutions of many images, which are made some images at a time: the bits of whole products.
import { useBackend } from '@stokast/core-wasm';
import { describe, expect, test } from 'vitest';
import { fold, patches, windowsOver } from '../src/functions/windows.ts';
import {
  type ConvolutionOptions,
  compile,
  conv2d,
  type DType,
  grad,
  matmul,
  maximum,
  reshape,
  type Tensor,
  transpose,
  transposedConv2d,
} from '../src/index.ts';
import { numbers } from './models/check.ts';

type Size = readonly [number, number];
interface Case {
  readonly dtype: DType;
  readonly batch: number;
  readonly image: Size;
  readonly channels: Size;
  readonly stride: 1 | 2;
}

const kernel: Size = [3, 3];
const cases: readonly Case[] = [
  { dtype: 'f64', batch: 5, image: [24, 24], channels: [3, 8], stride: 1 },
  { dtype: 'f32', batch: 9, image: [24, 25], channels: [3, 5], stride: 1 },
  { dtype: 'f32', batch: 13, image: [31, 20], channels: [13, 2], stride: 2 },
  { dtype: 'f64', batch: 3, image: [40, 20], channels: [5, 1], stride: 1 },
  { dtype: 'f32', batch: 3, image: [40, 21], channels: [10, 1], stride: 1 },
  { dtype: 'f32', batch: 200, image: [9, 9], channels: [2, 3], stride: 1 },
];

/** The same elements in memory of their own, whatever they are made of. */
const apart = (x: Tensor): Tensor => maximum(x, Number.NEGATIVE_INFINITY) as Tensor;
/** As a matrix. */
const spread = (x: Tensor, columns: number): Tensor => reshape(x, [-1, columns]) as Tensor;

const options = ({ stride }: Case): ConvolutionOptions => ({ stride, padding: 'same' });
const windowsOf = ({ image, stride }: Case) =>
  windowsOver('test', image as [number, number], kernel, [stride, stride], 'same');

/** Value and both derivatives as products with all patches at once. */
function whole(each: Case, x: Tensor, w: Tensor, by: Tensor): Tensor[] {
  const [channels, out] = each.channels;
  const windows = windowsOf(each);
  const columns = 9 * channels;
  const seen = spread(apart(patches(x, windows)), columns);
  const flat = reshape(w, [columns, out]) as Tensor;
  const back = spread(by, out);
  const rows = apart(matmul(back, transpose(flat)) as Tensor);
  return [
    matmul(seen, flat) as Tensor,
    fold(reshape(rows, [each.batch, ...windows.out, columns]) as Tensor, windows),
    matmul(transpose(seen), back) as Tensor,
  ];
}

/** Where results of two programs differ, on either backend: nowhere. */
function differences(
  a: (...values: never[]) => unknown,
  b: (...values: never[]) => unknown,
  values: unknown[],
): string[] {
  const found: string[] = [];
  const reference: number[][] = [];
  for (const backend of ['typescript', 'wasm'] as const) {
    useBackend(backend);
    const results = [a, b].map((program) => program(...(values as never[])) as number[][]);
    reference.push(...(reference.length === 0 ? results[1] : []));
    for (const result of results) {
      for (const [i, array] of result.entries()) {
        const at = array.findIndex((each, j) => !Object.is(each, reference[i][j]));
        if (at >= 0 || array.length !== reference[i].length)
          found.push(`${backend}: result ${i}, element ${at}`);
      }
    }
  }
  return found;
}

const lines = (text: string, name: string): number =>
  text.split('\n').filter((line) => line.trim().startsWith(`${name} `)).length;

describe.each(cases)('$batch images of $image, $channels channels, stride $stride, $dtype', (each) => {
  const { dtype, batch, image, channels, stride } = each;
  const at = (...shape: number[]) => ({ shape, dtype });
  const windows = windowsOf(each);

  test('conv2d', () => {
    const shapes = [
      at(batch, ...image, channels[0]),
      at(...kernel, ...channels),
      at(batch, ...windows.out, channels[1]),
    ];
    const values = shapes.map(({ shape }, i) =>
      numbers(
        shape.reduce((a, b) => a * b),
        i + 1,
      ),
    );
    const parts = compile((x: Tensor, w: Tensor, by: Tensor) => {
      const result = conv2d(x, w, options(each)) as Tensor;
      const [dx, dw] = grad((p: readonly Tensor[]) =>
        (conv2d(p[0], p[1], options(each)) as Tensor).mul(by).sum(),
      )([x, w]);
      return [result, dx, dw];
    }, shapes as never);
    const once = compile((x: Tensor, w: Tensor, by: Tensor) => whole(each, x, w, by), shapes as never);
    expect(differences(parts as never, once as never, values)).toEqual([]);
    expect(lines(parts.explain(), dtype === 'f32' ? 'patches32' : 'patches')).toBeGreaterThan(3);
    expect(lines(parts.explain(), dtype === 'f32' ? 'fold32' : 'fold')).toBeGreaterThan(1);
    expect(lines(once.explain(), dtype === 'f32' ? 'patches32' : 'patches')).toBe(1);
  });

  test('transposedConv2d', () => {
    const inner = Math.max(channels[1], 2); // with one channel it is no product
    const grown = image.map((size) => size * stride);
    const shapes = [
      at(batch, ...image, inner),
      at(...kernel, inner, channels[0]),
      at(batch, ...grown, channels[0]),
    ];
    const values = shapes.map(({ shape }, i) =>
      numbers(
        shape.reduce((a, b) => a * b),
        i + 1,
      ),
    );
    const parts = compile((x: Tensor, w: Tensor, by: Tensor) => {
      const result = transposedConv2d(x, w, options(each)) as Tensor;
      const loss = (p: readonly Tensor[]) =>
        (transposedConv2d(p[0], p[1], options(each)) as Tensor).mul(by).sum();
      const [dx, dw] = grad(loss)([x, w]);
      return [result, dx, dw];
    }, shapes as never);
    const over = { ...windowsOver('test', grown as [number, number], kernel, [stride, stride], 'same') };
    const once = compile((x: Tensor, w: Tensor, by: Tensor) => {
      const columns = 9 * channels[0];
      const flat = reshape(transpose(w, [2, 0, 1, 3]), [inner, columns]) as Tensor;
      const rows = apart(matmul(spread(x, inner), flat) as Tensor);
      const seen = spread(apart(patches(by, over)), columns);
      const toWeights = reshape(matmul(transpose(spread(x, inner)), seen), [inner, ...kernel, channels[0]]);
      return [
        fold(reshape(rows, [batch, ...image, columns]) as Tensor, over),
        matmul(seen, transpose(flat)) as Tensor,
        transpose(toWeights, [1, 2, 0, 3]) as Tensor,
      ];
    }, shapes as never);
    expect(differences(parts as never, once as never, values)).toEqual([]);
  });
});
