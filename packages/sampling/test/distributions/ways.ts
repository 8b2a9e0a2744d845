// Every way to draw from every distribution, and what speaks against the draws.
//
// Error rate: 3 seeds, 2 x 10^5 draws, fewer than 1000 comparisons; each false alarm has probability below 1e-12
// (Kolmogorov: bound of Massart; standard scores: 7.2), so one run in 10^9 fails for nothing.
import { type Distribution, type Normal, type Seed, type Stream, stream } from '../../src/index.ts';
import { distributions } from './families.ts';
import { chiSquared, chiSquaredTails, kolmogorov, kolmogorovBound, moments } from './statistics.ts';

export const N = 200_000;
export const SEEDS = ['first', 'second', 'third'];
const KOLMOGOROV = kolmogorovBound(1e-12);
const SCORE = 7.2;

export type Draw = (s: Stream) => ArrayLike<number>;

/** What is wrong with the draws, in words; empty when nothing is. */
export function complaints(d: Distribution, draw: Draw, seeds: readonly Seed[] = SEEDS): string[] {
  return seeds.flatMap((seed) => {
    const draws = draw(stream(seed));
    const found: [string, number, number][] = moments(draws, d).map((score, i) => [
      `moment ${i + 1}`,
      Math.abs(score),
      SCORE,
    ]);
    if (d.discrete) found.push(['chi-squared', chiSquared(draws, d), SCORE]);
    else
      found.push(
        ['Kolmogorov', kolmogorov(draws, d), KOLMOGOROV],
        ['tails', chiSquaredTails(draws, d), SCORE],
      );
    return found
      .filter(([, value, bound]) => !(value <= bound))
      .map(([name, value]) => `${name} ${value} (${seed})`);
  });
}

/** Every way to draw from every distribution. */
export const ways: [string, Distribution, Draw][] = distributions.flatMap((d) => {
  const name = String(d).slice(0, 50);
  const list: [string, Distribution, Draw][] = [
    [`${name}, doubles`, d, (s) => d.sample(s, N)],
    [`${name}, one by one`, d, (s) => Float64Array.from({ length: N }, () => d.sample(s))],
  ];
  if (!d.discrete) {
    list.push([`${name}, singles`, d, (s) => d.fill(s, new Float32Array(N))]);
    list.push([`${name}, inverse-cdf`, d, (s) => (d as Normal).sample(s, N, { method: 'inverse-cdf' })]);
  }
  return list;
});
