// The laws that the filling kernels of test/fills.ts promise, and how each is drawn.
import { backends, testKey } from '../backends';
import { type Fill, fills, weights } from '../fills';
import { type ContinuousLaw, continuous, discrete, type Verdict } from './battery';

const { simd } = backends;

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** On (0, 1), from 2^-bits steps. */
const uniform = (digits: number | undefined, bits: number): ContinuousLaw => ({
  cdf: (x) => x,
  sf: (x) => 1 - x,
  raw: (k) => 1 / (k + 1),
  digits,
  repeats: bits > 40 ? 2 ** -bits : undefined,
});

const normal = (exact: boolean): ContinuousLaw => ({
  cdf: (x) => simd.kernels.normalCdf(x),
  sf: (x) => simd.kernels.normalSf(x),
  raw: (k) => (k % 2 === 1 ? 0 : range(k / 2).reduce((product, i) => product * (2 * i + 1), 1)),
  digits: exact ? 2 ** 28 : undefined,
  repeats: exact ? 2 ** -52 : undefined,
});

const exponential = (exact: boolean): ContinuousLaw => ({
  cdf: (x) => -Math.expm1(-x),
  sf: (x) => Math.exp(-x),
  raw: (k) => range(k).reduce((product, i) => product * (i + 1), 1),
  digits: exact ? 2 ** 28 : undefined,
  repeats: exact ? 2 ** -51 : undefined,
});

const total = weights.reduce((sum, weight) => sum + weight, 0);

/** What of a draw is looked at: the draw itself, moved to the law's usual place. */
export interface Promised {
  readonly of: string;
  readonly standard?: (x: number) => number;
  readonly law: ContinuousLaw | readonly number[];
}

const even = (n: number): number[] => range(n).map(() => 1 / n);

export const laws: Promised[] = [
  { of: 'words', standard: (x) => ((x >>> 0) + 0.5) / 2 ** 32, law: uniform(2 ** 16, 32) },
  { of: 'uniform [)', law: uniform(2 ** 32, 53) },
  { of: 'uniform (]', standard: (x) => (x + 3) / 4, law: uniform(2 ** 32, 52) },
  { of: 'uniform ()', law: uniform(2 ** 40, 52) },
  { of: 'uniform []', standard: (x) => x / 1e300, law: uniform(undefined, 52) },
  { of: 'uniform f32 [)', law: uniform(2 ** 16, 24) },
  { of: 'uniform f32 (]', standard: (x) => (x + 3) / 4, law: uniform(undefined, 24) },
  { of: 'normal', law: normal(true) },
  { of: 'normal inverse', law: normal(true) },
  { of: 'normal(3, 0.1)', standard: (x) => (x - 3) / 0.1, law: normal(false) },
  { of: 'normal f32', law: normal(false) },
  { of: 'exponential', law: exponential(true) },
  { of: 'exponential inverse', standard: (x) => x * 2, law: exponential(true) },
  { of: 'exponential(0.3)', standard: (x) => x * 0.3, law: exponential(false) },
  { of: 'exponential f32', law: exponential(false) },
  { of: 'bernoulli(0.3)', law: [0.7, 0.3] },
  { of: 'below 10', law: even(10) },
  {
    of: 'below 3000000001',
    standard: (x) => ((x >>> 0) + 0.5) / 3000000001,
    law: uniform(2 ** 32, 31),
  },
  { of: 'below53 10^12', standard: (x) => (x + 0.5) / 1e12, law: uniform(undefined, 39) },
  { of: 'below53 2^52 + 1', standard: (x) => x / (2 ** 52 + 1), law: uniform(2 ** 32, 52) },
  { of: 'categorical', law: weights.map((weight) => weight / total) },
];

/** n draws of a filling kernel, from this seed's stream on. */
export function drawMany({ bytes, type, words, prepare, fill }: Fill, seed: number, n: number): Float64Array {
  const x = new Float64Array(n);
  const chunk = 15_000;
  for (let start = 0; start < n; start += chunk) {
    const count = Math.min(chunk, n - start);
    const source = simd.source('chacha8', testKey(seed));
    prepare?.(simd);
    fill(simd, source, start * words, count, simd.scratch);
    const at = simd.scratch / bytes;
    x.set(simd[type].subarray(at, at + count), start);
  }
  return x;
}

/** The battery over draws of the named law. */
export function verdictsOn({ standard, law }: Promised, draws: Float64Array): Verdict[] {
  const x = standard ? draws.map(standard) : draws;
  return 'cdf' in law ? continuous(x, law) : discrete(x, law);
}

/** The battery over n draws of the kernel itself. */
export function examine(promise: Promised, seed: number, n: number): Verdict[] {
  const fill = fills[promise.of];
  return verdictsOn(promise, drawMany(fill, seed, n));
}
