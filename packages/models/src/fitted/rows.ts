// Programs of a fixed number of rows over arrays of any.

/** Rows in a run: enough that products of matrices are fast, few enough that one example does not take long. */
export const ROWS = 64;

/** Rows of an array, so many numbers each. */
export interface Part {
  readonly array: Float32Array;
  readonly width: number;
}
export const part = (array: ArrayLike<number>, width: number): Part => ({
  array: array instanceof Float32Array ? array : Float32Array.from(array),
  width,
});

/** Runs a program that takes and gives ROWS rows over n of them; the last run is filled up with zeros. */
export function byRows<A extends readonly Float32Array[]>(
  n: number,
  width: number,
  parts: { [K in keyof A]: Part },
  run: (...chunks: A) => Float32Array,
): Float32Array {
  const out = new Float32Array(n * width);
  for (let from = 0; from < n; from += ROWS) {
    const count = Math.min(ROWS, n - from);
    const chunks = parts.map(({ array, width: own }) => {
      const some = array.subarray(from * own, (from + count) * own);
      if (count === ROWS) return some;
      const padded = new Float32Array(ROWS * own);
      padded.set(some);
      return padded;
    });
    out.set(run(...(chunks as unknown as A)).subarray(0, count * width), from * width);
  }
  return out;
}
