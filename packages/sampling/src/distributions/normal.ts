// The normal distribution. Kernels: draw/normal, density/normal, math/normal-*.
import type { DType, Joined, Operand, Shape, Tensor } from '@stokast/autodiff';
import { type Kernels, type Machine, machine } from '@stokast/core-wasm';
import { allocate, checkFinite, checkPositive, isDoubles } from '@stokast/core-wasm/check';
import { NumericalError } from '@stokast/core-wasm/errors';
import { type Data, type Source, sourceOf } from '../data.ts';
import { Fit } from '../fit.ts';
import { fillThrough } from '../stream/fill.ts';
import type { Stream } from '../stream/stream.ts';
import type { Reparameterised, Support } from './distribution.ts';
import { Continuous, likelihoodSums } from './family.ts';
import { TracedNormal } from './traced/normal.ts';
import { checkParameter, isTensor, tensorAmong } from './traced/traced.ts';

/** log(2 pi e) / 2 */
const STANDARD_ENTROPY = 1.4189385332046727;

const WHAT = 'Cannot create Normal';
const NAMES = ['mu', 'sigma'] as const;
const METHODS = ['ziggurat', 'inverse-cdf'] as const;

/** A normal distribution, as made by `Normal`. */
export class NormalDistribution extends Continuous<'mu' | 'sigma'> {
  readonly name = 'Normal';
  readonly mu: number;
  readonly sigma: number;

  // checks

  /** @internal */
  constructor(mu: number, sigma: number) {
    super();
    checkFinite(WHAT, 'mu', mu);
    checkPositive(WHAT, 'sigma', sigma);
    this.mu = mu;
    this.sigma = sigma;
    Object.freeze(this);
  }

  // parameters

  protected get names(): typeof NAMES {
    return NAMES;
  }

  protected get methods(): typeof METHODS {
    return METHODS;
  }

  protected get values(): readonly [number, number] {
    return [this.mu, this.sigma];
  }

  get parameters(): { readonly mu: number; readonly sigma: number } {
    return { mu: this.mu, sigma: this.sigma };
  }

  get support(): Support {
    return {
      lower: Number.NEGATIVE_INFINITY,
      upper: Number.POSITIVE_INFINITY,
      lowerIncluded: false,
      upperIncluded: false,
      discrete: false,
    };
  }

  protected over(like: Tensor): TracedNormal {
    return new TracedNormal(like, this.mu, this.sigma);
  }

  // moments

  get mean(): number {
    return this.mu;
  }

  get variance(): number {
    return this.sigma * this.sigma;
  }

  get entropy(): number {
    return machine().kernels.log(this.sigma) + STANDARD_ENTROPY;
  }

  // evaluation

  protected density(k: Kernels): number {
    return k.NORMAL;
  }

  protected logProbAt(k: Kernels, x: number): number {
    return k.normalLogProb(x, this.mu, this.sigma);
  }

  protected override logProbOver(m: Machine, address: number, n: number): void {
    m.kernels.fillDensity(m.kernels.NORMAL, 0, address, n, this.mu, this.sigma, address);
  }

  protected cdfAt(k: Kernels, x: number): number {
    return k.normalCdf(this.standardise(x));
  }

  protected sfAt(k: Kernels, x: number): number {
    return k.normalSf(this.standardise(x));
  }

  protected quantileAt(k: Kernels, p: number): number {
    return this.mu + this.sigma * k.normalQuantile(p);
  }

  protected override cdfOver(m: Machine, address: number, n: number): void {
    this.standardiseOver(m, address, n);
    m.kernels.fillNormalCdf(address, n, address);
  }

  protected override sfOver(m: Machine, address: number, n: number): void {
    this.standardiseOver(m, address, n);
    m.kernels.fillNormalSf(address, n, address);
  }

  protected override quantileOver(m: Machine, address: number, n: number): void {
    m.kernels.fillNormalQuantile(address, n, address);
    const { f64 } = m;
    const end = (address >> 3) + n;
    for (let i = address >> 3; i < end; i++) f64[i] = this.mu + this.sigma * f64[i];
  }

  /** z = (x - mu) / sigma, also where x - mu overflows and z does not. */
  private standardise(x: number): number {
    const deviation = x - this.mu;
    if (deviation - deviation === 0 || x - x !== 0) return deviation / this.sigma;
    return (0.5 * x - 0.5 * this.mu) / (0.5 * this.sigma);
  }

  private standardiseOver(m: Machine, address: number, n: number): void {
    const { f64 } = m;
    const end = (address >> 3) + n;
    for (let i = address >> 3; i < end; i++) f64[i] = this.standardise(f64[i]);
  }

  // sampling

  protected next(stream: Stream, method: 'ziggurat' | 'inverse-cdf'): number {
    if (method === 'inverse-cdf') return this.fillBy(stream, new Float64Array(1), method)[0];
    return this.mu + this.sigma * stream.nextNormal();
  }

  protected fillBy<T extends Float64Array | Float32Array>(
    stream: Stream,
    out: T,
    method: 'ziggurat' | 'inverse-cdf',
  ): T {
    const { mu, sigma } = this;
    if (method === 'inverse-cdf') {
      return fillThrough(stream, out, 2, 'f64', (m, source, position, n, to) =>
        m.kernels.fillNormalInverse(source, position, n, mu, sigma, to),
      );
    }
    if (isDoubles(out)) {
      return fillThrough(stream, out, 2, 'f64', (m, source, position, n, to) =>
        m.kernels.fillNormal(source, position, n, mu, sigma, to),
      );
    }
    return fillThrough(stream, out, 1, 'f32', (m, source, position, n, to) =>
      m.kernels.fillNormalF32(source, position, n, mu, sigma, to),
    );
  }

  protected reparameterised(
    stream: Stream,
    n: number | undefined,
  ): Reparameterised<'mu' | 'sigma', number | Float64Array> {
    const what = this.cannot('rsample');
    if (n === undefined) {
      const eps = stream.nextNormal();
      return { value: this.mu + this.sigma * eps, partials: { mu: 1, sigma: eps } };
    }
    const eps = standard.fill(stream, allocate(what, 'n', n, Float64Array));
    const value = allocate(what, 'n', n, Float64Array);
    for (let i = 0; i < n; i++) value[i] = this.mu + this.sigma * eps[i];
    return { value, partials: { mu: allocate(what, 'n', n, Float64Array).fill(1), sigma: eps } };
  }
}

const standard: NormalDistribution = /* @__PURE__ */ new NormalDistribution(0, 1);

// fit

/** mu = mean, sigma^2 = mean square deviation (divided by n): the maximum of the likelihood. */
function fit(data: Data): Fit<NormalDistribution> {
  const what = 'Cannot fit Normal';
  const source = sourceOf(what, 'data', data);
  source.atLeast(2);
  source.check(true);
  const { kernels: k, f64 } = source.machine;
  k.momentsStart(k.TREE);
  source.pass((_, address, n, single) => k.momentsPush(k.TREE, address, n, single));
  k.treeFinish(k.TREE);
  const [n, mean, squares] = f64.subarray(k.RESULT >> 3, (k.RESULT >> 3) + 3);
  const spread = Math.sqrt(squares / n);
  const [mu, sigma] =
    Math.abs(mean) > 1024 * spread && spread > 0 ? corrected(source, mean, spread) : [mean, spread];
  if (!(sigma > 0 && sigma < Number.POSITIVE_INFINITY)) {
    const why = sigma === 0 ? 'the values are equal, or sigma^2 underflows' : 'their spread overflows';
    throw new NumericalError(`${what}: ${why} (n = ${n})`);
  }
  const precision = n / (sigma * sigma);
  return new Fit(new NormalDistribution(mu, sigma), data, {
    standardErrors: { mu: sigma / Math.sqrt(n), sigma: sigma / Math.sqrt(2 * n) },
    information: () => Float64Array.of(precision, 0, 0, 2 * precision),
    free: 2,
    n,
  });
}

/**
 * Where the mean dwarfs the spread, the means of blocks were rounded by more than the spread can bear: the deviations
 * from the mean, as the score sums them, say by how much both are off.
 */
function corrected(source: Source, mu: number, sigma: number): [mu: number, sigma: number] {
  const [, dMu, dSigma] = likelihoodSums(source, (k) => k.NORMAL, 2, mu, sigma);
  const shift = (dMu / source.length) * sigma * sigma;
  const factor = Math.sqrt(1 + (dSigma / source.length) * sigma - (shift / sigma) * (shift / sigma));
  // Where sigma is below the normal doubles, its powers are not: then there is nothing to correct by.
  return factor > 0 && factor < 2 ? [mu + shift, sigma * factor] : [mu, sigma];
}

/** A normal distribution. */
export type Normal = NormalDistribution;

/**
 * The normal (Gaussian) distribution.
 *
 * - **Density** p(x) = exp(-z^2 / 2) / (sigma sqrt(2 pi)), z = (x - mu) / sigma.
 * - **Parameters** `mu`, finite, the mean (default 0); `sigma` > 0 and finite, the standard deviation (default 1).
 * - **Support** every real number.
 * - **Degenerate cases** sigma = 0 is refused. Where sigma^2 leaves the doubles, `variance` is 0 or Infinity.
 * - **Moments** mean mu, variance sigma^2, entropy log(sigma sqrt(2 pi e)).
 * - **Draws** ziggurat, 512 layers (Marsaglia and Tsang 2000; Doornik 2005): two words a double (53 bits), one a
 *   single (24 bits), retries from words of their own. `{ method: 'inverse-cdf' }`: mu + sigma z, z the quantile of
 *   u = (k + 1/2) 2^-64, two words also for singles; monotone in k, symmetric, |z| <= 9.2.
 * - **Accuracy** `logProb` a few roundings of its largest term; `cdf`, `sf`, `quantile` as in docs/accuracy.md, also
 *   far in the tails.
 * - **Fit** mu = mean, sigma^2 = the mean square deviation, divided by n.
 * - **Over tensors** `mu` or `sigma` may be a tensor while a function is traced: the result is a distribution of
 *   tensors, whose `logProb`, moments, `cdf`, `quantile` and draws are operations of the program.
 *
 * Throws a TypeError (STOKAST_E_TYPE) for other types, a RangeError (STOKAST_E_RANGE) for other values.
 *
 * ```ts
 * import { Normal, stream } from '@stokast/sampling';
 * const height = Normal(170, 8);
 * const draws = height.sample(stream('heights'), 1000);
 * Normal.fit(draws).parameters;
 * ```
 */
export const Normal: {
  (mu?: number, sigma?: number): NormalDistribution;
  <A extends Tensor, B extends Operand = number>(mu: A, sigma?: B): NormalOver<A, B>;
  <A extends Operand, B extends Tensor>(mu: A, sigma: B): NormalOver<A, B>;
  // Once more, as ReturnType takes the last.
  (mu?: number, sigma?: number): NormalDistribution;
  /** The maximum-likelihood fit. Throws a RangeError for fewer than 2 values or ones that are not finite, a NumericalError where all are equal. */
  fit(data: Data): Fit<NormalDistribution>;
} = /* @__PURE__ */ Object.assign(
  ((mu: Operand = 0, sigma: Operand = 1) => {
    if (!isTensor(mu) && !isTensor(sigma)) return new NormalDistribution(mu as number, sigma as number);
    checkParameter(WHAT, 'mu', mu, checkFinite);
    checkParameter(WHAT, 'sigma', sigma, checkPositive);
    return new TracedNormal(tensorAmong(mu, sigma), mu, sigma);
  }) as never,
  { fit },
);

/** A normal distribution over the tensors that its parameters are or broadcast to. */
export type NormalOver<A, B> =
  Joined<A, B> extends Tensor<infer S extends Shape, infer D extends DType> ? TracedNormal<S, D> : never;
