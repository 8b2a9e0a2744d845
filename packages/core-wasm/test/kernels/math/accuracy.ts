// Errors in units of the last place against the tables that tools/reference-tables/math.py made.
import { readFileSync } from 'node:fs';

/** A table of vectors/math: points and high-precision values. */
export interface Reference {
  readonly count: number;
  readonly source: string;
  /** The arguments of point i. */
  args(i: number): number[];
  /** The double nearest to the true value at point i. */
  value(i: number): number;
  /** Error of `got` at point i in ulp of the true value; Infinity for a wrong kind of number. */
  error(i: number, got: number): number;
}

const bits = new DataView(new ArrayBuffer(8));

/** The distance between doubles at x. */
export function ulpOf(x: number): number {
  bits.setFloat64(0, Math.abs(x));
  const exponent = Math.max(bits.getUint16(0) >> 4, 1);
  // 2^(exponent - 1075) in two steps, for it may be subnormal.
  return 2 ** (exponent - 1023) * 2 ** -52;
}

export function reference(name: string): Reference {
  const path = new URL(`../../vectors/math/${name}.json`, import.meta.url);
  const { arguments: width, points, source, data } = JSON.parse(readFileSync(path, 'utf8'));
  const bytes = Buffer.from(data, 'base64');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = 8 * width + 12;
  const at = (i: number): number => view.getFloat64(i * size + 8 * width, true);
  return {
    count: points,
    source,
    args: (i) => Array.from({ length: width }, (_, j) => view.getFloat64(i * size + 8 * j, true)),
    value: at,
    error(i, got) {
      const value = at(i);
      const rest = view.getFloat32(i * size + 8 * width + 8, true);
      const error = Math.abs((got - value) / ulpOf(value) - rest);
      return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    },
  };
}

/** Largest and median error (ulp), largest error in eps of the value, and the arguments of the largest. */
export function measure(
  name: string,
  kernel: (...args: number[]) => number,
): { worst: number; median: number; eps: number; at: number[] } {
  const table = reference(name);
  const errors: number[] = [];
  let worst = -1;
  let eps = 0;
  let at: number[] = [];
  for (let i = 0; i < table.count; i++) {
    const args = table.args(i);
    const error = table.error(i, kernel(...args));
    errors.push(error);
    const value = Math.abs(table.value(i));
    if (value >= 2 ** -1022) eps = Math.max(eps, (error * ulpOf(value)) / (value * Number.EPSILON));
    if (error > worst) {
      worst = error;
      at = args;
    }
  }
  errors.sort((a, b) => a - b);
  return { worst, median: errors[errors.length >> 1], eps, at };
}
