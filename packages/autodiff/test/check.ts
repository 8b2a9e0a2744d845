// What every test of programs does: the same bits on both backends, gradients held against central differences.
import { useBackend } from '@stokast/core-wasm';
import { expect } from 'vitest';
import { compile, type Shape, type Tensor, valueAndGrad } from '../src/index.ts';

/** The numbers of a value in any nesting, in order. */
export function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
  return Object.values(value as object).flatMap(numbersOf);
}

/** Runs a program on both backends, which must give the same bits (NaN is NaN), and returns what they gave. */
export function runBoth<A extends readonly unknown[], R>(program: (...values: A) => R, ...values: A): R {
  useBackend('typescript');
  const fallback = program(...values);
  useBackend('wasm');
  const result = program(...values);
  expect(result).toStrictEqual(fallback);
  return result;
}

const flat = (x: number | readonly number[]): number[] => (typeof x === 'number' ? [x] : [...x]);

/** How far central differences may be off: relative to the largest component, and at least of size 1. */
export interface Tolerance {
  readonly step?: number;
  readonly within?: number;
}

/**
 * Holds the gradient of `fn`, made one number by a weighted sum of its elements, against central differences in every
 * element of every argument, on both backends.
 */
export function checkGradient(
  fn: (...tensors: Tensor[]) => Tensor,
  shapes: readonly Shape[],
  values: readonly (number | readonly number[])[],
  { step = 1e-5, within = 1e-7 }: Tolerance = {},
): void {
  const total = (x: readonly Tensor[]): Tensor => {
    const y = fn(...x);
    const weights = Float64Array.from(
      { length: y.shape.reduce((n, size) => n * size, 1) },
      (_, i) => 1 + 0.37 * i,
    );
    return y.rank === 0 ? y : y.reshape([weights.length]).mul(weights).sum();
  };
  const program = compile(valueAndGrad(total as never), [shapes as never]) as unknown as (x: unknown) => {
    value: number;
    gradient: (number | Float64Array)[];
  };
  const own = values.map((value, i) => (shapes[i].length === 0 ? (value as number) : flat(value)));
  const { gradient } = runBoth(program, own);
  const differences = own.map((value, i) =>
    flat(value).map((x, j) => {
      const at = (moved: number) => {
        const changed = own.map((each, k) => {
          if (k !== i) return each;
          return typeof each === 'number' ? moved : each.map((old, m) => (m === j ? moved : old));
        });
        return program(changed).value;
      };
      const h = step * Math.max(1, Math.abs(x));
      return (at(x + h) - at(x - h)) / (x + h - (x - h));
    }),
  );
  const largest = Math.max(1, ...differences.flat().map(Math.abs));
  for (const [i, part] of gradient.entries()) {
    for (const [j, each] of numbersOf(part).entries()) {
      const error = Math.abs(each - differences[i][j]) / largest;
      expect(error, `argument ${i}, element ${j}: ${each} against ${differences[i][j]}`).toBeLessThan(within);
    }
  }
}
