// The reduction rule as plain arrays: the oracle of the kernels, sharing nothing with them.

/** The rule, level by level, until one value is left; 0 of nothing. */
export function treeSum(values: ArrayLike<number>): number {
  let level = Float64Array.from(values);
  do {
    const next = new Float64Array(Math.ceil(level.length / 128));
    for (let block = 0; block < next.length; block++) {
      const lane = new Float64Array(8);
      for (let i = 128 * block; i < Math.min(128 * (block + 1), level.length); i++) lane[i % 8] += level[i];
      next[block] = lane[0] + lane[4] + (lane[2] + lane[6]) + (lane[1] + lane[5] + (lane[3] + lane[7]));
    }
    level = next;
  } while (level.length > 1);
  return level.length === 1 ? level[0] : 0;
}

/** Lengths around every edge of the rule and of the callers' chunks. */
export const edges: number[] = [
  ...Array.from({ length: 18 }, (_, n) => n),
  127,
  128,
  129,
  255,
  256,
  1000,
  16383,
  16384,
  16385,
  40001,
];

/** Numbers of many magnitudes and both signs, the same on every run. */
export function roughData(n: number, seed = 1): Float64Array {
  let x = seed >>> 0;
  const next = (): number => {
    x = (Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    x = (x ^ (x << 13)) >>> 0;
    x = (x ^ (x >>> 17)) >>> 0;
    x = (x ^ (x << 5)) >>> 0;
    return x / 2 ** 32;
  };
  return Float64Array.from({ length: n }, () => (next() - 0.5) * 2 ** Math.floor(30 * next() - 15));
}
