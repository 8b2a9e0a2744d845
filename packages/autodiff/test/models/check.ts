// Holds a model that is compiled with `valueAndGrad` against plain JavaScript and against central differences.
import { expect } from 'vitest';
import { fromJSON, type Program } from '../../src/index.ts';
import { numbersOf, runBoth } from '../check.ts';

/** A nesting with its numbers replaced, in order. */
function withNumbers(value: unknown, next: () => number): unknown {
  if (typeof value === 'number') return next();
  if (ArrayBuffer.isView(value)) return (value as Float64Array).map(next);
  if (Array.isArray(value)) return value.map((each) => withNumbers(each, next));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, each]) => [name, withNumbers(each, next)]),
  );
}

/** The nesting with `by` added to its k-th number. */
export function moved<T>(value: T, k: number, by: number): T {
  const numbers = numbersOf(value);
  let i = 0;
  return withNumbers(value, () => numbers[i] + (i++ === k ? by : 0)) as T;
}

/** Central differences of f in each number of a nesting, or in every `every`-th, with steps of h times it or 1. */
export function differences<T>(f: (x: T) => number, at: T, h = 1e-5, every = 1): number[] {
  const all = numbersOf(at);
  return all.flatMap((x, k) => {
    if (k % every !== 0) return [];
    const step = h * Math.max(1, Math.abs(x));
    return (f(moved(at, k, step)) - f(moved(at, k, -step))) / (2 * step);
  });
}

/** Are these the same numbers, up to `tolerance` of the largest, or of 1? */
export function expectNear(got: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(got.length).toBe(expected.length);
  const largest = Math.max(1, ...expected.map(Math.abs));
  for (const [i, each] of expected.entries())
    expect(Math.abs(got[i] - each) / largest, `number ${i}: ${got[i]}, not ${each}`).toBeLessThan(tolerance);
}

/**
 * Value against `expected`, gradient against central differences, the same bits on both backends, by another program
 * made of its text, and over an earlier result.
 */
export function checkModel<P, D extends readonly unknown[]>(
  program: Program<readonly [P, ...D], { value: number; gradient: unknown }>,
  expected: number,
  parameters: P,
  ...data: D
): void {
  const result = runBoth(program, parameters, ...data);
  const { value, gradient } = result;
  expect(fromJSON(JSON.parse(JSON.stringify(program)))(parameters, ...data)).toStrictEqual(result);
  const earlier = program(moved(parameters, 0, 1), ...data);
  expect(program.into(earlier, parameters, ...data)).toStrictEqual(result);
  expect(program.into(earlier, parameters, ...data)).toBe(earlier);
  expect(program.explain()).toContain(' -> value [], gradient');
  expect(Math.abs(value - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(1e-12);
  expectNear(
    numbersOf(gradient),
    differences((p) => program(p, ...data).value, parameters),
    1e-7,
  );
}

/** Numbers that look random: the same for the same seed (Park and Miller, 1988), in (-1, 1). */
export function numbers(n: number, seed = 1): number[] {
  let state = (seed * 7919 + 12345) % 2147483647;
  return Array.from({ length: n }, () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  });
}

/** log Normal(mu, sigma) at x. */
export const normal = (x: number, mu: number, sigma: number): number =>
  -(((x - mu) / sigma) ** 2) / 2 - Math.log(sigma) - Math.log(2 * Math.PI) / 2;

/** log of the sum of e^x. */
export function logSum(x: readonly number[]): number {
  const top = Math.max(...x);
  return top + Math.log(x.reduce((all, each) => all + Math.exp(each - top), 0));
}

/** log gamma (Lanczos, g = 7, n = 9). */
export function lgamma(x: number): number {
  const c = [
    0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
    12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const y = x - 1;
  const sum = c.reduce((all, each, i) => all + (i === 0 ? each : each / (y + i)), 0);
  const t = y + 7.5;
  return Math.log(2 * Math.PI) / 2 + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}
