// Linear algebra as plain loops: the oracle of the kernels, sharing nothing with them.
import { type Buffer, doubles, singles } from '../../programs';

/** One number type of the instruction set. */
export interface Precision {
  readonly name: 'double' | 'single';
  /** What every operation's result is rounded by. */
  readonly round: (x: number) => number;
  /** log2 of an element's bytes. */
  readonly shift: 2 | 3;
  readonly buffer: (from: number | Iterable<number>) => Buffer;
}

export const precisions: [string, Precision][] = (
  [
    { name: 'double', round: (x: number) => x, shift: 3, buffer: doubles },
    { name: 'single', round: Math.fround, shift: 2, buffer: singles },
  ] as const
).map((precision) => [precision.name, precision]);

/** Uniform numbers in [0, 1), the same on every run. */
export function random(seed: number): () => number {
  let x = (Math.imul(seed, 0x9e3779b9) + 0x85ebca6b) >>> 0;
  return () => {
    x = (x + 0x6d2b79f5) >>> 0;
    let t = Math.imul(x ^ (x >>> 15), x | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Numbers in -1 .. 1 whose sums round, the same on every run. */
export function numbers(n: number, seed: number, { round }: Precision): number[] {
  const next = random(seed);
  return Array.from({ length: n }, () => round(2 * next() - 1));
}

/** A matrix inside an array: element (i, j) is at `offset + i * row + j * column`. */
export interface View {
  readonly values: ArrayLike<number>;
  readonly offset: number;
  readonly row: number;
  readonly column: number;
}

/** [m, k] times [k, n], from +0 in ascending k, every operation rounded. */
export function product(
  a: View,
  b: View,
  [m, k, n]: readonly [number, number, number],
  round: (x: number) => number,
): number[] {
  const result: number[] = [];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) {
        const x = a.values[a.offset + i * a.row + p * a.column];
        const y = b.values[b.offset + p * b.row + j * b.column];
        sum = round(sum + round(x * y));
      }
      result.push(sum);
    }
  }
  return result;
}

/** First index at which two arrays differ in a bit (NaN equals NaN); -1 where they are the same. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`lengths ${a.length} and ${b.length}`);
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i;
  return -1;
}
