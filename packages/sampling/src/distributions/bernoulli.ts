// The Bernoulli distribution. Kernels: draw/bernoulli, density/bernoulli.
import type { DTypeOf, ShapeOf, Tensor } from '@stokast/autodiff';
import { type Kernels, type Machine, machine } from '@stokast/core-wasm';
import { checkFinite, checkProbability, type NumberArray } from '@stokast/core-wasm/check';
import { NumericalError, rangeFault } from '@stokast/core-wasm/errors';
import { type Data, eachValue, sourceOf } from '../data.ts';
import { Fit } from '../fit.ts';
import { fillThrough } from '../stream/fill.ts';
import type { Stream } from '../stream/stream.ts';
import type { Support } from './distribution.ts';
import { checkedLikelihood, checkScore, Discrete, likelihoodSums } from './family.ts';
import { TracedBernoulli } from './traced/bernoulli.ts';
import { isTensor } from './traced/traced.ts';

/** A Bernoulli distribution, as made by `Bernoulli`. */
export class BernoulliDistribution extends Discrete {
  readonly name = 'Bernoulli';
  readonly p: number;

  // checks

  /** @internal */
  constructor(p: number) {
    super();
    checkProbability('Cannot create Bernoulli', 'p', p);
    this.p = p;
    Object.freeze(this);
  }

  // parameters

  get parameters(): { readonly p: number } {
    return { p: this.p };
  }

  get support(): Support {
    return {
      lower: this.p === 1 ? 1 : 0,
      upper: this.p === 0 ? 0 : 1,
      lowerIncluded: true,
      upperIncluded: true,
      discrete: true,
    };
  }

  protected over(like: Tensor): TracedBernoulli {
    return new TracedBernoulli(like, { p: this.p });
  }

  // moments

  get mean(): number {
    return this.p;
  }

  get variance(): number {
    return this.p * (1 - this.p);
  }

  get entropy(): number {
    const { p } = this;
    if (p === 0 || p === 1) return 0;
    const k = machine().kernels;
    return -(p * k.log(p) + (1 - p) * k.log1p(-p));
  }

  // evaluation

  protected logProbAt(k: Kernels, x: number): number {
    return k.bernoulliLogProb(x, this.p);
  }

  protected override logProbOver(m: Machine, address: number, n: number): void {
    m.kernels.fillDensity(m.kernels.BERNOULLI, 0, address, n, this.p, 0, address);
  }

  protected cdfAt(_: Kernels, x: number): number {
    if (x < 0) return 0;
    return x < 1 ? 1 - this.p : 1;
  }

  protected sfAt(_: Kernels, x: number): number {
    if (x < 0) return 1;
    return x < 1 ? this.p : 0;
  }

  protected quantileAt(_: Kernels, p: number): number {
    const { lower, upper } = this.support;
    return p < 1 && p <= 1 - this.p ? lower : upper;
  }

  logLikelihood(data: Data): number {
    const what = this.cannot('logLikelihood');
    const source = sourceOf(what, 'data', data);
    const [value] = likelihoodSums(source, (k) => k.BERNOULLI, 0, this.p, 0);
    return checkedLikelihood(what, source, value);
  }

  score(data: Data): { readonly p: number } {
    const what = this.cannot('score');
    const source = sourceOf(what, 'data', data);
    const [value, partial] = likelihoodSums(source, (k) => k.BERNOULLI, 1, this.p, 0);
    checkScore(what, source, value, [partial]);
    return { p: partial };
  }

  // sampling

  protected next(stream: Stream): number {
    const position = stream.position;
    const word = stream.nextWord();
    const scaled = this.p * 4294967296;
    const digits = Math.floor(scaled);
    if (word !== digits) return word < digits ? 1 : 0;
    // The first 32 digits of the uniform are those of p: the kernel draws more.
    return this.fillBy(stream.at(position), new Int32Array(1))[0];
  }

  protected fillBy<T extends NumberArray>(stream: Stream, out: T): T {
    return fillThrough(stream, out, 1, 'i32', (m, source, position, n, to) =>
      m.kernels.fillBernoulli(source, position, n, this.p, to),
    );
  }
}

// fit

/** p = the share of ones. */
function fit(data: Data): Fit<BernoulliDistribution> {
  const what = 'Cannot fit Bernoulli';
  const source = sourceOf(what, 'data', data);
  source.atLeast(1);
  let ones = 0;
  eachValue(source, (x, i) => {
    if (x !== 0 && x !== 1) throw rangeFault(what, `data[${i}]`, x, '0 or 1');
    ones += x;
  });
  const n = source.length;
  if (ones === 0 || ones === n) {
    throw new NumericalError(
      `${what}: all ${n} values are ${ones === 0 ? 0 : 1}; the estimate p = ${ones === 0 ? 0 : 1} is at the edge, where it has no standard error`,
    );
  }
  const p = ones / n;
  return new Fit(new BernoulliDistribution(p), data, {
    standardErrors: { p: Math.sqrt((p * (1 - p)) / n) },
    information: () => Float64Array.of(ones / (p * p) + (n - ones) / ((1 - p) * (1 - p))),
    free: 1,
    n,
  });
}

/** A Bernoulli distribution. */
export type Bernoulli = BernoulliDistribution;

/**
 * The Bernoulli distribution: 1 with probability p, else 0.
 *
 * - **Density** P(1) = p, P(0) = 1 - p.
 * - **Parameters** `p` in [0, 1], required; or `{ logit }`, log(p / (1 - p)), finite.
 * - **Support** {0, 1}; at p = 0 and p = 1 the one value that occurs.
 * - **Degenerate cases** p = 0 and p = 1 are allowed: a constant.
 * - **Moments** mean p, variance p (1 - p), entropy -p log p - (1 - p) log(1 - p).
 * - **Draws** one word each, compared with p to the last bit of p (more digits, where they decide, from words of their
 *   own). Int32Array by `sample(stream, n)`; `fill` takes any typed array of numbers. There is no `rsample`.
 * - **Accuracy** exact but for log and log1p.
 * - **Fit** p = the share of ones.
 * - **Over tensors** `p` or `logit` may be a tensor while a function is traced: the result is a distribution of
 *   tensors, whose `logProb`, moments and draws are operations of the program.
 *
 * Throws a TypeError (STOKAST_E_TYPE) for other types, a RangeError (STOKAST_E_RANGE) for other values.
 *
 * ```ts
 * import { Bernoulli, stream } from '@stokast/sampling';
 * const coin = Bernoulli(0.5);
 * coin.fill(stream('coins'), new Uint8Array(1000));
 * ```
 */
export const Bernoulli: {
  (p: number): BernoulliDistribution;
  <A extends Tensor>(p: A): TracedBernoulli<ShapeOf<A>, DTypeOf<A>>;
  <A extends Tensor>(parameters: { readonly logit: A }): TracedBernoulli<ShapeOf<A>, DTypeOf<A>>;
  /** By its logit log(p / (1 - p)), a finite number. */
  (parameters: { readonly logit: number }): BernoulliDistribution;
  // Once more, as ReturnType takes the last.
  (p: number): BernoulliDistribution;
  /** The maximum-likelihood fit. Throws a RangeError for no data or values other than 0 and 1, a NumericalError where all are equal. */
  fit(data: Data): Fit<BernoulliDistribution>;
} = /* @__PURE__ */ Object.assign(
  ((p: number | Tensor | { readonly logit: number | Tensor }) => {
    if (isTensor(p)) return new TracedBernoulli(p, { p });
    if (typeof p !== 'object' || p === null) return new BernoulliDistribution(p);
    const { logit } = p;
    if (isTensor(logit)) return new TracedBernoulli(logit, { logit });
    checkFinite('Cannot create Bernoulli', 'logit', logit);
    return new BernoulliDistribution(machine().kernels.sigmoid(logit));
  }) as never,
  { fit },
);
