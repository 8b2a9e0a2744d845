// Numbers for tests of arithmetic: the awkward ones in all pairs, and random ones.

/** Values at which arithmetic changes its ways. */
export const edges: number[] = [
  0,
  1,
  0.5,
  1.5,
  2.5,
  1e-3,
  3,
  2 ** 23 + 0.5,
  2 ** 24 + 1,
  2 ** 52 - 0.5,
  2 ** 53,
  1e300,
  1e-300,
  5e-324,
  1.401298464324817e-45,
  3.4028234663852886e38,
  1.7976931348623157e308,
  Number.POSITIVE_INFINITY,
].flatMap((x) => [x, -x]);
edges.push(Number.NaN);

/** A stream of words: Steele and Vigna's increment, Murmur's finaliser; not random, only well mixed. */
export function mixed(seed: number): () => number {
  let x = Math.imul(seed + 1, 0x9e3779b9);
  return () => {
    x = (x + 0x9e3779b9) | 0;
    let y = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    y = Math.imul(y ^ (y >>> 13), 0xc2b2ae35);
    return (y ^ (y >>> 16)) >>> 0;
  };
}

/** `n` numbers of moderate size, every third an edge value. */
export function numbers(n: number, seed: number): Float64Array {
  const next = mixed(seed);
  return Float64Array.from({ length: n }, () =>
    next() % 3 === 0 ? edges[next() % edges.length] : (next() / 2 ** 32 - 0.5) * 2 ** ((next() % 12) - 4),
  );
}

/** The lengths at which a loop over groups of 2, 4, 8 or 16, or over tiles of 128, changes its ways. */
export const lengths: number[] = [
  ...Array.from({ length: 17 }, (_, i) => i + 1),
  127,
  128,
  129,
  255,
  256,
  1000,
];
