// Integrators with a mistake in each, and one without: the test of coverage must tell them apart.
import { machine } from '@stokast/core-wasm';
import { type Distribution, Exponential, Normal, type Stream, stream } from '../../src/index.ts';
import { type Estimate, intervalOf } from '../../src/integrate/interval.ts';
import { meanOf } from '../../src/integrate/method.ts';
import { momentsOf } from '../../src/integrate/moments.ts';
import type { Answer } from './coverage.ts';

const answer = (estimate: Estimate, samples: number): Answer => ({
  value: estimate.value,
  samples,
  diagnostics: { trusted: true },
  intervalAt: (confidence) => intervalOf(estimate, confidence),
});
const uniforms = (s: Stream, n: number): Float64Array =>
  Float64Array.from(s.words(n), (word) => (word + 0.5) / 4294967296);
const cos = (x: Float64Array): Float64Array => x.map(Math.cos);
const exp = (x: Float64Array): Float64Array => x.map(Math.exp);
const draws = (d: Distribution, s: Stream, n: number): Float64Array => d.fill(s, new Float64Array(n));

export interface Planted {
  readonly name: string;
  readonly value: number;
  readonly run: (seed: number) => Answer;
  /** Is the mistake left out? */
  readonly sound?: boolean;
}

const N = 4096;
const of = (seed: number): Stream => stream(['planted', seed]);

/** Strata of the unit interval with `per` draws each, `v` in (0, 1) for each draw; error from within. */
function strata(v: Float64Array, per: number, f: (x: Float64Array) => Float64Array): Answer {
  const cells = v.length / per;
  const y = f(Normal().quantile(v.map((vi, i) => (Math.floor(i / per) + vi) / cells)));
  let within = 0;
  for (let c = 0; c < cells; c++) {
    const cell = y.subarray(c * per, c * per + per);
    const mean = cell.reduce((a, b) => a + b) / per;
    within += cell.reduce((a, b) => a + (b - mean) ** 2, 0) / (per - 1) / cells;
  }
  const standardError = Math.sqrt(within / v.length);
  return answer({ value: momentsOf(y).mean, standardError, skewness: 0, degreesOfFreedom: cells }, v.length);
}

/** R means of m points each, of which point i of mean r has coordinate u(r)[i]. */
function replicates(u: (r: number) => Float64Array): Answer {
  const means = Float64Array.from(
    { length: 64 },
    (_, r) => cos(Normal().quantile(u(r))).reduce((a, b) => a + b) / 64,
  );
  return answer(meanOf(momentsOf(means)), N);
}

function sobol(from: number, n: number): Float64Array {
  const { kernels: k, scratch, u32 } = machine();
  k.sobolDirections(0, scratch);
  k.sobolWords(scratch, from, n, scratch + 128);
  return Float64Array.from(
    u32.subarray((scratch + 128) >> 2, ((scratch + 128) >> 2) + n),
    (w) => (w + 0.5) / 2 ** 32,
  );
}

/** Stops at the first look at which the interval is narrow enough. */
function firstNarrow(seed: number): Answer {
  const y = draws(Normal(), of(seed), 4096).map((x) => (x > 2 ? 1 : 0));
  for (let n = 128; ; n += 128) {
    const estimate = meanOf(momentsOf(y.subarray(0, n)));
    const [low, high] = intervalOf(estimate, 0.95);
    if (high - low < 0.02 || n === y.length) return answer(estimate, n);
  }
}

const SQUARE = { value: 1, f: (x: Float64Array) => x.map((xi) => xi * xi) };

export const planted: readonly Planted[] = [
  {
    name: 'sound: plain',
    sound: true,
    value: SQUARE.value,
    run: (seed) => answer(meanOf(momentsOf(SQUARE.f(draws(Normal(), of(seed), N)))), N),
  },
  {
    name: 'sound: strata of 64 draws',
    sound: true,
    value: Math.exp(-0.5),
    run: (seed) => strata(uniforms(of(seed), N), 64, cos),
  },
  {
    name: 'sound: shifted replicates',
    sound: true,
    value: Math.exp(-0.5),
    run: (seed) => {
      const shifts = uniforms(of(seed), 64);
      return replicates((r) => sobol(0, 64).map((u) => (u + shifts[r]) % 1));
    },
  },
  {
    name: 'the sum of squares divided by n twice',
    value: SQUARE.value,
    run: (seed) => {
      const estimate = meanOf(momentsOf(SQUARE.f(draws(Normal(), of(seed), N))));
      return answer({ ...estimate, standardError: estimate.standardError / Math.sqrt(N) }, N);
    },
  },
  {
    name: 'the variance of f taken for its standard deviation',
    value: SQUARE.value,
    run: (seed) => {
      const estimate = meanOf(momentsOf(SQUARE.f(draws(Normal(), of(seed), N))));
      return answer({ ...estimate, standardError: estimate.standardError ** 2 * Math.sqrt(N) }, N);
    },
  },
  {
    name: 'antithetic pairs counted as independent draws',
    value: 1,
    run: (seed) => {
      const x = draws(Normal(), of(seed), N / 2);
      const y = SQUARE.f(Float64Array.from({ length: N }, (_, i) => (i % 2 === 0 ? x[i >> 1] : -x[i >> 1])));
      return answer(meanOf(momentsOf(y)), N);
    },
  },
  {
    name: 'strata that share their draws',
    value: Math.exp(-0.5),
    run: (seed) => {
      const v = uniforms(of(seed), 64);
      return strata(
        Float64Array.from({ length: N }, (_, i) => v[i % 64]),
        64,
        cos,
      );
    },
  },
  {
    name: 'strata of 2 draws, for a steep integrand',
    value: Math.exp(0.5),
    run: (seed) => strata(uniforms(of(seed), N), 2, exp),
  },
  {
    name: 'Sobol blocks taken for independent replicates',
    value: Math.exp(-0.5),
    run: (seed) => {
      const shift = uniforms(of(seed), 1)[0];
      return replicates((r) => sobol(64 * r, 64).map((u) => (u + shift) % 1));
    },
  },
  {
    name: 'scrambles that share their seed in pairs',
    value: Math.exp(-0.5),
    run: (seed) => {
      const shifts = uniforms(of(seed), 64);
      return replicates((r) => sobol(0, 64).map((u) => (u + shifts[r >> 1]) % 1));
    },
  },
  {
    name: 'weights without the constant of a density',
    value: 1,
    run: (seed) => {
      const x = draws(Exponential(0.9), of(seed), N);
      const y = x.map((xi) => xi * Math.exp(-xi + 0.9 * xi));
      return answer(meanOf(momentsOf(y)), N);
    },
  },
  {
    name: 'components of a product that share their draws',
    value: Math.exp(-1),
    run: (seed) => {
      const x = draws(Normal(), of(seed), N);
      return answer(meanOf(momentsOf(x.map((xi) => Math.cos(xi) ** 2))), N);
    },
  },
  { name: 'stopping at the first narrow interval', value: 0.022750131948179195, run: firstNarrow },
];
