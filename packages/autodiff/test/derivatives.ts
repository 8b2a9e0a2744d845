// First and second derivatives of traced functions, against central differences in a few elements of each argument.
import { compile, grad, mul, type Shape, sum, type Tensor } from '../src/index.ts';
import { numbersOf, runBoth } from './check.ts';

/** A traced function of any number of tensors. */
export type Traced = (...tensors: Tensor[]) => Tensor;
type Values = readonly (readonly number[])[];

export const sizeOf = (shape: Shape): number => shape.reduce((size, axis) => size * axis, 1);

/** Numbers in (-1, 1), the same for the same seed (Park and Miller, 1988). */
export function random(seed: number): () => number {
  let state = (seed * 7919 + 12345) % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
}

/** `n` of them. */
export function numbers(n: number, seed: number): number[] {
  const next = random(seed);
  return Array.from({ length: n }, next);
}

const argumentsOf = (shapes: readonly Shape[], values: Values): (number | readonly number[])[] =>
  shapes.map((shape, i) => (shape.length === 0 ? values[i][0] : values[i]));

/** A program of doubles that takes all its tensors as one argument. */
function program<R extends Tensor | Tensor[]>(
  fn: (tensors: readonly Tensor[]) => R,
  shapes: readonly Shape[],
): (values: Values) => Float64Array {
  const compiled = compile(fn as (tensors: unknown) => R, [shapes]) as unknown as (x: unknown) => unknown;
  return (values) => Float64Array.from(numbersOf(runBoth(compiled, argumentsOf(shapes, values))));
}

/** What a traced function of doubles gives. */
export const evaluate = (fn: Traced, shapes: readonly Shape[], values: Values): Float64Array =>
  program((tensors) => fn(...tensors), shapes)(values);

/** Arguments of these shapes, of numbers in (-1, 1). */
export const randomValues = (shapes: readonly Shape[], seed: number): number[][] =>
  shapes.map((shape, i) => numbers(sizeOf(shape), 31 * seed + i));

/** sum over k of (f(x + h d_k) - f(x - h d_k)) / 2h: a few elements k of each argument, against what was computed. */
function checkAgainstDifferences(
  f: (values: Values) => Float64Array,
  gradient: Float64Array,
  values: Values,
  tolerance: number,
  what: string,
): void {
  const largest = Math.max(1, ...gradient.map(Math.abs));
  let offset = 0;
  for (const [i, each] of values.entries()) {
    const step = Math.max(1, Math.ceil(each.length / 8));
    for (let k = 0; k < each.length; k += step) {
      const h = 1e-5 * Math.max(1, Math.abs(each[k]));
      const moved = (by: number) =>
        values.map((other, j) => (j === i ? other.map((x, l) => (l === k ? x + by : x)) : other));
      const expected = (f(moved(h))[0] - f(moved(-h))[0]) / (2 * h);
      const error = Math.abs(gradient[offset + k] - expected) / largest;
      if (!(error <= tolerance)) {
        throw new Error(
          `${what}, argument ${i}, element ${k}: ${gradient[offset + k]}, differences give ${expected}`,
        );
      }
    }
    offset += each.length;
  }
}

/**
 * Compares first and second derivatives of a traced function of doubles with central differences, at `values` or at
 * numbers in (-1, 1). `tolerance` is relative to the largest derivative, or to 1.
 */
export function checkDerivatives(
  fn: Traced,
  shapes: readonly Shape[],
  {
    values = randomValues(shapes, 1),
    tolerance = 1e-6,
    order = 2,
  }: { values?: Values; tolerance?: number; order?: 1 | 2 } = {},
): void {
  // All elements of a result at once: their sum, each times its own number.
  const weighted = (x: Tensor, seed: number): Tensor =>
    sum(mul(x.reshape([sizeOf(x.shape)]), numbers(sizeOf(x.shape), seed)));
  const value = (tensors: readonly Tensor[]): Tensor => weighted(fn(...tensors), 77);
  const slopes = grad(value as (tensors: Tensor[]) => Tensor) as (tensors: readonly Tensor[]) => Tensor[];
  checkAgainstDifferences(
    program(value, shapes),
    program(slopes, shapes)(values),
    values,
    tolerance,
    'gradient',
  );
  if (order === 1) return;
  const slope = (tensors: readonly Tensor[]): Tensor =>
    slopes(tensors)
      .map((each, i) => weighted(each, 99 + i))
      .reduce((all, each) => all.add(each));
  const curves = grad(slope as (tensors: Tensor[]) => Tensor) as (tensors: readonly Tensor[]) => Tensor[];
  checkAgainstDifferences(
    program(slope, shapes),
    program(curves, shapes)(values),
    values,
    tolerance,
    'second derivative',
  );
}

/** Holds numbers against those expected, within `tolerance` of the largest of these, or of 1. */
export function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-12): void {
  if (got.length !== expected.length) throw new Error(`${got.length} numbers, not ${expected.length}`);
  const largest = Math.max(1, ...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(got[i] - expected[i]) <= tolerance * largest))
      throw new Error(`element ${i}: ${got[i]}, not ${expected[i]}`);
  }
}
