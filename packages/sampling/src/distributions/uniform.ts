// The uniform distribution. Kernels: draw/uniform, density/uniform.
import type { DType, Joined, Operand, Shape, Tensor } from '@stokast/autodiff';
import { type Kernels, type Machine, machine } from '@stokast/core-wasm';
import { allocate, checkFinite, isDoubles } from '@stokast/core-wasm/check';
import { NumericalError, rangeFault } from '@stokast/core-wasm/errors';
import { type Data, eachValue, sourceOf } from '../data.ts';
import { Fit } from '../fit.ts';
import { fillThrough } from '../stream/fill.ts';
import type { Stream } from '../stream/stream.ts';
import type { Reparameterised, Support } from './distribution.ts';
import { Continuous } from './family.ts';
import { checkParameter, isTensor, tensorAmong } from './traced/traced.ts';
import { TracedUniform } from './traced/uniform.ts';

const WHAT = 'Cannot create Uniform';
const NAMES = ['low', 'high'] as const;
const METHODS = ['inverse-cdf'] as const;

/** A uniform distribution, as made by `Uniform`. */
export class UniformDistribution extends Continuous<'low' | 'high'> {
  readonly name = 'Uniform';
  readonly low: number;
  readonly high: number;

  // checks

  /** @internal */
  constructor(low: number, high: number) {
    super();
    checkFinite(WHAT, 'low', low);
    checkFinite(WHAT, 'high', high);
    if (!(high > low)) throw rangeFault(WHAT, 'high', high, `> low (${low})`);
    if (high - low === Number.POSITIVE_INFINITY)
      throw rangeFault(WHAT, 'high', high, `so close to low (${low}) that high - low is finite`);
    this.low = low;
    this.high = high;
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
    return [this.low, this.high];
  }

  get parameters(): { readonly low: number; readonly high: number } {
    return { low: this.low, high: this.high };
  }

  get support(): Support {
    return { lower: this.low, upper: this.high, lowerIncluded: true, upperIncluded: true, discrete: false };
  }

  protected over(like: Tensor): TracedUniform {
    return new TracedUniform(like, this.low, this.high);
  }

  // moments

  get mean(): number {
    return 0.5 * this.low + 0.5 * this.high;
  }

  get variance(): number {
    return ((this.high - this.low) * (this.high - this.low)) / 12;
  }

  get entropy(): number {
    return machine().kernels.log(this.high - this.low);
  }

  // evaluation

  protected density(k: Kernels): number {
    return k.UNIFORM;
  }

  protected logProbAt(k: Kernels, x: number): number {
    return k.uniformLogProb(x, this.low, this.high);
  }

  protected override logProbOver(m: Machine, address: number, n: number): void {
    m.kernels.fillDensity(m.kernels.UNIFORM, 0, address, n, this.low, this.high, address);
  }

  protected cdfAt(_: Kernels, x: number): number {
    if (x <= this.low) return 0;
    return x >= this.high ? 1 : (x - this.low) / (this.high - this.low);
  }

  protected sfAt(_: Kernels, x: number): number {
    if (x <= this.low) return 1;
    return x >= this.high ? 0 : (this.high - x) / (this.high - this.low);
  }

  protected quantileAt(_: Kernels, p: number): number {
    return p === 1 ? this.high : Math.min(this.low + (this.high - this.low) * p, this.high);
  }

  // sampling

  protected next(stream: Stream): number {
    return this.from(stream.nextUniform(), stream);
  }

  /** The draw whose uniform a stream has just given. */
  private from(u: number, stream: Stream): number {
    const x = this.low + (this.high - this.low) * u;
    // Where rounding reaches the open end, the kernel's rule applies.
    return x < this.high ? x : this.fillBy(stream.at(stream.position - 2), new Float64Array(1))[0];
  }

  protected fillBy<T extends Float64Array | Float32Array>(stream: Stream, out: T): T {
    const { low, high } = this;
    if (isDoubles(out)) {
      return fillThrough(stream, out, 2, 'f64', (m, source, position, n, to) =>
        m.kernels.fillUniform(source, position, n, 0, low, high, to),
      );
    }
    const [least, most] = [Math.fround(low), Math.fround(high)];
    if (!(most > least && most - least < Number.POSITIVE_INFINITY)) {
      throw rangeFault(
        this.cannot('fill'),
        'out',
        out,
        `a Float64Array: as singles, low and high are ${least} and ${most}`,
      );
    }
    return fillThrough(stream, out, 1, 'f32', (m, source, position, n, to) =>
      m.kernels.fillUniformF32(source, position, n, 0, least, most, to),
    );
  }

  protected reparameterised(
    stream: Stream,
    n: number | undefined,
  ): Reparameterised<'low' | 'high', number | Float64Array> {
    const what = this.cannot('rsample');
    if (n === undefined) {
      const u = stream.nextUniform();
      return { value: this.from(u, stream), partials: { low: 1 - u, high: u } };
    }
    const start = stream.position;
    const value = this.fillBy(stream, allocate(what, 'n', n, Float64Array));
    const high = standard.fill(stream.at(start), allocate(what, 'n', n, Float64Array));
    const low = allocate(what, 'n', n, Float64Array);
    for (let i = 0; i < n; i++) low[i] = 1 - high[i];
    return { value, partials: { low, high } };
  }
}

const standard: UniformDistribution = /* @__PURE__ */ new UniformDistribution(0, 1);

// fit

/**
 * low = least, high = greatest value. The likelihood has its maximum at an edge, so its second derivatives say
 * nothing about the spread of the estimates: the standard errors are those of the extremes of n uniforms,
 * (high - low) sqrt(n / ((n + 1)^2 (n + 2))) (David and Nagaraja 2003, section 2.3).
 */
function fit(data: Data): Fit<UniformDistribution> {
  const what = 'Cannot fit Uniform';
  const source = sourceOf(what, 'data', data);
  source.atLeast(2);
  source.check(true);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  eachValue(source, (x) => {
    low = Math.min(low, x);
    high = Math.max(high, x);
  });
  const n = source.length;
  const width = high - low;
  if (!(width > 0 && width < Number.POSITIVE_INFINITY)) {
    const why = width === 0 ? 'the values are all equal, and low would be high' : 'high - low overflows';
    throw new NumericalError(`${what}: ${why} (n = ${n})`);
  }
  const error = (width * Math.sqrt(n / (n + 2))) / (n + 1);
  const curvature = n / (width * width);
  return new Fit(new UniformDistribution(low, high), data, {
    standardErrors: { low: error, high: error },
    information: () => Float64Array.of(-curvature, curvature, curvature, -curvature),
    free: 2,
    n,
  });
}

/** A uniform distribution. */
export type Uniform = UniformDistribution;

/**
 * The continuous uniform distribution.
 *
 * - **Density** p(x) = 1 / (high - low) on the interval.
 * - **Parameters** `low` (default 0) < `high` (default 1), both finite, and high - low too.
 * - **Support** [low, high]. The density includes both ends, so that the maximum of a likelihood exists; draws lie
 *   in [low, high).
 * - **Degenerate cases** low = high is refused.
 * - **Moments** mean (low + high) / 2, variance (high - low)^2 / 12, entropy log(high - low).
 * - **Draws** low + (high - low) u with u = k 2^-53, two words a double; k 2^-24, one word a single (low and high are
 *   then rounded to singles). It is monotone in u: the one method is 'inverse-cdf'.
 * - **Accuracy** `cdf`, `sf`, `quantile`: a rounding or two; `logProb` that of log.
 * - **Fit** low = least, high = greatest value: the likelihood is not regular there. `standardErrors` are those of
 *   order statistics; `information` (the negated second derivatives, as always) is not positive definite.
 * - **Over tensors** `low` or `high` may be a tensor while a function is traced: the result is a distribution of
 *   tensors, whose `logProb`, moments, `cdf`, `quantile` and draws are operations of the program.
 *
 * Throws a TypeError (STOKAST_E_TYPE) for other types, a RangeError (STOKAST_E_RANGE) for other values.
 *
 * ```ts
 * import { stream, Uniform } from '@stokast/sampling';
 * const angle = Uniform(-180, 180);
 * angle.fill(stream('angles'), new Float64Array(1000));
 * ```
 */
export const Uniform: {
  (low?: number, high?: number): UniformDistribution;
  <A extends Tensor, B extends Operand = number>(low: A, high?: B): UniformOver<A, B>;
  <A extends Operand, B extends Tensor>(low: A, high: B): UniformOver<A, B>;
  // Once more, as ReturnType takes the last.
  (low?: number, high?: number): UniformDistribution;
  /** The maximum-likelihood fit. Throws a RangeError for fewer than 2 values or ones that are not finite, a NumericalError where all are equal. */
  fit(data: Data): Fit<UniformDistribution>;
} = /* @__PURE__ */ Object.assign(
  ((low: Operand = 0, high: Operand = 1) => {
    if (!isTensor(low) && !isTensor(high)) return new UniformDistribution(low as number, high as number);
    checkParameter(WHAT, 'low', low, checkFinite);
    checkParameter(WHAT, 'high', high, checkFinite);
    return new TracedUniform(tensorAmong(low, high), low, high);
  }) as never,
  { fit },
);

/** A uniform distribution over the tensors that its parameters are or broadcast to. */
export type UniformOver<A, B> =
  Joined<A, B> extends Tensor<infer S extends Shape, infer D extends DType> ? TracedUniform<S, D> : never;
