// The exponential distribution. Kernels: draw/exponential, density/exponential, math/exp, math/log.
import type { DTypeOf, ShapeOf, Tensor } from '@stokast/autodiff';
import { type Kernels, type Machine, machine } from '@stokast/core-wasm';
import { allocate, checkPositive, isDoubles } from '@stokast/core-wasm/check';
import { NumericalError, rangeFault } from '@stokast/core-wasm/errors';
import { type Data, sourceOf } from '../data.ts';
import { Fit } from '../fit.ts';
import { fillThrough } from '../stream/fill.ts';
import type { Stream } from '../stream/stream.ts';
import type { Reparameterised, Support } from './distribution.ts';
import { Continuous } from './family.ts';
import { TracedExponential } from './traced/exponential.ts';
import { isTensor } from './traced/traced.ts';

const NAMES = ['rate'] as const;
const METHODS = ['ziggurat', 'inverse-cdf'] as const;

/** An exponential distribution, as made by `Exponential`. */
export class ExponentialDistribution extends Continuous<'rate'> {
  readonly name = 'Exponential';
  readonly rate: number;

  // checks

  /** @internal */
  constructor(rate: number) {
    super();
    checkPositive('Cannot create Exponential', 'rate', rate);
    this.rate = rate;
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
    return [this.rate, 0];
  }

  get parameters(): { readonly rate: number } {
    return { rate: this.rate };
  }

  get support(): Support {
    return {
      lower: 0,
      upper: Number.POSITIVE_INFINITY,
      lowerIncluded: true,
      upperIncluded: false,
      discrete: false,
    };
  }

  protected over(like: Tensor): TracedExponential {
    return new TracedExponential(like, this.rate);
  }

  // moments

  get mean(): number {
    return 1 / this.rate;
  }

  get variance(): number {
    return 1 / this.rate / this.rate;
  }

  get entropy(): number {
    return 1 - machine().kernels.log(this.rate);
  }

  // evaluation

  protected density(k: Kernels): number {
    return k.EXPONENTIAL;
  }

  protected logProbAt(k: Kernels, x: number): number {
    return k.exponentialLogProb(x, this.rate);
  }

  protected override logProbOver(m: Machine, address: number, n: number): void {
    m.kernels.fillDensity(m.kernels.EXPONENTIAL, 0, address, n, this.rate, 0, address);
  }

  protected cdfAt(k: Kernels, x: number): number {
    return x > 0 ? -k.expm1(-this.rate * x) : 0;
  }

  protected sfAt(k: Kernels, x: number): number {
    return x > 0 ? k.exp(-this.rate * x) : 1;
  }

  protected quantileAt(k: Kernels, p: number): number {
    return -k.log1p(-p) / this.rate;
  }

  protected override quantileOver(m: Machine, address: number, n: number): void {
    const { f64 } = m;
    const start = address >> 3;
    for (let i = start; i < start + n; i++) f64[i] = -f64[i];
    m.kernels.fillLog1p(address, n, address);
    for (let i = start; i < start + n; i++) f64[i] = -f64[i] / this.rate;
  }

  // sampling

  protected next(stream: Stream, method: 'ziggurat' | 'inverse-cdf'): number {
    if (method === 'inverse-cdf') return this.fillBy(stream, new Float64Array(1), method)[0];
    return stream.nextExponential() / this.rate;
  }

  protected fillBy<T extends Float64Array | Float32Array>(
    stream: Stream,
    out: T,
    method: 'ziggurat' | 'inverse-cdf',
  ): T {
    const { rate } = this;
    if (method === 'inverse-cdf') {
      return fillThrough(stream, out, 2, 'f64', (m, source, position, n, to) =>
        m.kernels.fillExponentialInverse(source, position, n, rate, to),
      );
    }
    if (isDoubles(out)) {
      return fillThrough(stream, out, 2, 'f64', (m, source, position, n, to) =>
        m.kernels.fillExponential(source, position, n, rate, to),
      );
    }
    return fillThrough(stream, out, 1, 'f32', (m, source, position, n, to) =>
      m.kernels.fillExponentialF32(source, position, n, rate, to),
    );
  }

  protected reparameterised(
    stream: Stream,
    n: number | undefined,
  ): Reparameterised<'rate', number | Float64Array> {
    const what = this.cannot('rsample');
    if (n === undefined) {
      const value = this.next(stream, 'ziggurat');
      return { value, partials: { rate: -value / this.rate } };
    }
    const value = this.fillBy(stream, allocate(what, 'n', n, Float64Array), 'ziggurat');
    const partial = allocate(what, 'n', n, Float64Array);
    for (let i = 0; i < n; i++) partial[i] = -value[i] / this.rate;
    return { value, partials: { rate: partial } };
  }
}

// fit

/** rate = 1 / mean. */
function fit(data: Data): Fit<ExponentialDistribution> {
  const what = 'Cannot fit Exponential';
  const source = sourceOf(what, 'data', data);
  source.atLeast(1);
  source.check(true);
  const { kernels: k, f64 } = source.machine;
  let seen = 0;
  k.momentsStart(k.TREE);
  source.pass((m, address, n, single) => {
    const view = single === 1 ? m.f32 : m.f64;
    const start = address >> (3 - single);
    for (let i = 0; i < n; i++) {
      if (view[start + i] < 0) throw rangeFault(what, `data[${seen + i}]`, view[start + i], '>= 0');
    }
    seen += n;
    k.momentsPush(k.TREE, address, n, single);
  });
  k.treeFinish(k.TREE);
  const [n, mean] = f64.subarray(k.RESULT >> 3, (k.RESULT >> 3) + 2);
  const rate = 1 / mean;
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY)) {
    const why = mean === 0 ? 'the values are all 0, and the rate would be infinite' : `their mean is ${mean}`;
    throw new NumericalError(`${what}: ${why} (n = ${n})`);
  }
  return new Fit(new ExponentialDistribution(rate), data, {
    standardErrors: { rate: rate / Math.sqrt(n) },
    information: () => Float64Array.of(n / rate / rate),
    free: 1,
    n,
  });
}

/** An exponential distribution. */
export type Exponential = ExponentialDistribution;

/**
 * The exponential distribution, by its **rate**.
 *
 * - **Density** p(x) = rate exp(-rate x).
 * - **Parameters** `rate` > 0 and finite (default 1): the inverse of the mean. Who has a scale writes
 *   `Exponential(1 / scale)`.
 * - **Support** x >= 0.
 * - **Degenerate cases** rate = 0 and rate = Infinity are refused. Where the mean leaves the doubles it is Infinity.
 * - **Moments** mean 1 / rate, variance 1 / rate^2, entropy 1 - log(rate).
 * - **Draws** z / rate, z by a ziggurat of 512 layers (Marsaglia and Tsang 2000; Doornik 2005), never 0: two words a
 *   double (52 bits), one a single (24 bits), retries from words of their own. `{ method: 'inverse-cdf' }`:
 *   -log1p(-u) / rate with u = (k + 1/2) 2^-52, two words also for singles; monotone in u, at most 36.74 / rate.
 * - **Accuracy** `cdf`, `sf`, `quantile`, `logProb`: those of expm1, exp, log1p and log, and a rounding or two.
 * - **Fit** rate = 1 / mean.
 * - **Over tensors** `rate` may be a tensor while a function is traced: the result is a distribution of tensors,
 *   whose `logProb`, moments, `cdf`, `quantile` and draws are operations of the program.
 *
 * Throws a TypeError (STOKAST_E_TYPE) for other types, a RangeError (STOKAST_E_RANGE) for other values.
 *
 * ```ts
 * import { Exponential, stream } from '@stokast/sampling';
 * const wait = Exponential(0.5); // mean 2
 * wait.sample(stream('waits'), 1000);
 * ```
 */
export const Exponential: {
  (rate?: number): ExponentialDistribution;
  <A extends Tensor>(rate: A): TracedExponential<ShapeOf<A>, DTypeOf<A>>;
  // Once more, as ReturnType takes the last.
  (rate?: number): ExponentialDistribution;
  /** The maximum-likelihood fit. Throws a RangeError for no data or values that are negative or not finite, a NumericalError where all are 0. */
  fit(data: Data): Fit<ExponentialDistribution>;
} = /* @__PURE__ */ Object.assign(
  ((rate: number | Tensor = 1) =>
    isTensor(rate) ? new TracedExponential(rate, rate) : new ExponentialDistribution(rate)) as never,
  { fit },
);
