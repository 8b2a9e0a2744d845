// Randomised quasi-Monte Carlo: R independent nested scrambles of the first m points of the Sobol sequence, m a power
// of two. Each scramble gives an unbiased mean; their spread gives the error.
// Source: Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences" (1995).
// R is 64, not the usual 8 to 32: the means of integrands with steep ends are skewed, and intervals from few of them
// do not cover (docs/decisions/0010). The first point is never left out: the net would break.
import { machine } from '@stokast/core-wasm';
import { doubts, known, type Method, meanOf, type Outcome, type Run } from './method.ts';
import { momentsOf, withMoments } from './moments.ts';
import { Tails } from './tail.ts';
import { blockOf } from './target.ts';
import type { Column } from './valuation.ts';

const SCRAMBLES = 64;
/** Words that one scramble of one dimension takes. */
const SEEDS = 3;

/** The largest power of two <= n. */
const powerOfTwo = (n: number): number => 2147483648 >>> Math.clz32(n);

/** The most dimensions. */
export const qmcDimensions = (): number => machine().kernels.SOBOL_DIMENSIONS;

export const qmc: Method = {
  least: 2 * SCRAMBLES,
  rootLaw: false,
  size: (n) => powerOfTwo(n),
  estimate: ({ d, f, source }: Run, n: number): Outcome => {
    const m = n / SCRAMBLES;
    const rows = blockOf(d, 1);
    // Several scrambles at a time where one is small, else one scramble in parts.
    const together = m < rows ? Math.min(Math.floor(rows / m), SCRAMBLES) : 1;
    const seeds = source.words(SCRAMBLES * d * SEEDS);
    const values = new Float64Array(Math.min(rows, m) * together);
    const means = new Float64Array(SCRAMBLES);
    const tails = new Tails(n);
    for (let scramble = 0; scramble < SCRAMBLES; scramble += together) {
      const now = Math.min(together, SCRAMBLES - scramble);
      withMoments(now, (...moments) => {
        for (let from = 0; from < m; from += rows) {
          const count = Math.min(rows, m - from);
          const y = values.subarray(0, now * count);
          const column: Column = (j, out) => {
            fillNet(j, from, count, seeds.subarray((scramble * d + j) * SEEDS), d * SEEDS, out);
          };
          f.atCube(column, now * count, y, scramble * m + from);
          moments.forEach((each, s) => {
            each.push(y.subarray(s * count, (s + 1) * count));
          });
          tails.show(y);
        }
        moments.forEach((each, s) => {
          means[scramble + s] = each.finish().mean;
        });
      });
    }
    const estimate = meanOf(momentsOf(means));
    const tailShape = tails.shape(estimate.value);
    return {
      ...estimate,
      samples: n,
      findings: known({ scrambles: SCRAMBLES, pointsPerScramble: m, tailShape }),
      warnings: doubts(estimate, 'means of scrambles', tailShape),
    };
  },
};

/**
 * Coordinate j of points from .. from + count - 1, once for each scramble that `out` has room for; their seeds are
 * `step` words apart.
 */
function fillNet(
  j: number,
  from: number,
  count: number,
  seeds: Uint32Array,
  step: number,
  out: Float64Array,
): void {
  const m = machine();
  const { kernels, scratch: directions } = m;
  const seed = directions + 128;
  const words = seed + 64;
  const to = words + 4 * count + (count % 2) * 4;
  kernels.sobolDirections(j, directions);
  kernels.sobolWords(directions, from, count, words);
  for (let s = 0; s * count < out.length; s++) {
    m.u32.set(seeds.subarray(s * step, s * step + SEEDS), seed >> 2);
    kernels.scrambleWords(words, count, seed, to);
    out.set(m.f64.subarray(to >> 3, (to >> 3) + count), s * count);
  }
}
