// The categorical distribution. Kernels: draw/alias, density/categorical, math/exp, math/log.
import type { DTypeOf, Shape, ShapeOf, Tensor } from '@stokast/autodiff';
import { type Kernels, type Machine, machine, SCRATCH_BYTES } from '@stokast/core-wasm';
import { allocate, checkObject, type NumberArray } from '@stokast/core-wasm/check';
import { NumericalError, rangeFault, typeFault } from '@stokast/core-wasm/errors';
import {
  asFloats,
  type Data,
  eachValue,
  mapInPlace,
  type Numbers,
  sourceOf,
  sumOf,
  withTable,
} from '../data.ts';
import { Fit } from '../fit.ts';
import { fillThrough } from '../stream/fill.ts';
import type { Stream } from '../stream/stream.ts';
import type { DistributionState, Support } from './distribution.ts';
import { checkedLikelihood, checkScore, Discrete, likelihoodSums } from './family.ts';
import { TracedCategorical } from './traced/categorical.ts';
import { isTensor } from './traced/traced.ts';
import { normaliseLogits, normaliseProbabilities } from './weights.ts';

/** The parameters of a categorical distribution: one of the two, named because both are common. */
export type CategoricalParameters =
  | { readonly probabilities: Numbers; readonly logits?: undefined }
  | { readonly logits: Numbers; readonly probabilities?: undefined };

const CREATE = 'Cannot create Categorical';
/** Below it, word * k is exact as a double. */
const EXACT_CATEGORIES = 2097152;
/** The last word of a stream that has another one after it. */
const LAST_PAIR = 9007199254740990;

/** A categorical distribution, as made by `Categorical`. */
export class CategoricalDistribution extends Discrete {
  readonly name = 'Categorical';
  /** How many categories: they are 0 to k - 1. */
  readonly k: number;
  private readonly logits: Float64Array | undefined;
  /** They sum to 1 within rounding. */
  private readonly p: Float64Array;
  private readonly first: number;
  private readonly last: number;
  /** What is made when first asked for. */
  private readonly made: {
    logs?: Float64Array;
    sums?: { below: Float64Array; above: Float64Array };
    columns?: Uint32Array;
  } = {};

  // checks

  /** @internal */
  constructor(parameters: CategoricalParameters) {
    super();
    checkObject(CREATE, 'parameters', parameters);
    const [kind, ...more] = Object.keys(parameters).filter(
      (name) => (parameters as Record<string, unknown>)[name] !== undefined,
    );
    if (more.length > 0 || (kind !== 'probabilities' && kind !== 'logits')) {
      throw typeFault(CREATE, 'parameters', parameters, 'either { probabilities } or { logits }');
    }
    const given = asFloats(CREATE, kind, parameters[kind]);
    this.k = given.length;
    if (this.k === 0) throw rangeFault(CREATE, `${kind}.length`, 0, 'at least 1', 'STOKAST_E_LENGTH');
    const values = allocate(CREATE, `${kind}.length`, this.k, Float64Array);
    values.set(given);
    if (kind === 'logits') {
      this.logits = values;
      this.made.logs = normaliseLogits(CREATE, values);
      this.p = this.made.logs.slice();
      mapInPlace(this.p, (k, x, n) => k.fillExp(x, n, x));
    } else {
      this.p = normaliseProbabilities(CREATE, values);
    }
    let first = 0;
    while (this.p[first] === 0) first++;
    let last = this.k - 1;
    while (this.p[last] === 0) last--;
    this.first = first;
    this.last = last;
    Object.freeze(this);
  }

  // parameters

  // Without `?: undefined` for the other: that would not fit the base for who compiles without
  // exactOptionalPropertyTypes.
  get parameters(): { readonly probabilities: readonly number[] } | { readonly logits: readonly number[] } {
    return this.logits ? { logits: Array.from(this.logits) } : { probabilities: Array.from(this.p) };
  }

  /** The probabilities, a new array. */
  get probabilities(): Float64Array {
    return this.p.slice();
  }

  get support(): Support {
    return {
      lower: this.first,
      upper: this.last,
      lowerIncluded: true,
      upperIncluded: true,
      discrete: true,
    };
  }

  protected over(like: Tensor): TracedCategorical {
    return new TracedCategorical(like, this.logits ? { logits: this.logits } : { probabilities: this.p });
  }

  // moments

  get mean(): number {
    return sumOf(this.p.map((p, i) => p * i));
  }

  get variance(): number {
    const { mean } = this;
    return sumOf(this.p.map((p, i) => p * (i - mean) * (i - mean)));
  }

  get entropy(): number {
    const logs = this.logProbabilities();
    return sumOf(this.p.map((p, i) => (p === 0 ? 0 : -p * logs[i])));
  }

  // evaluation

  private logProbabilities(): Float64Array {
    if (!this.made.logs) {
      this.made.logs = this.p.slice();
      mapInPlace(this.made.logs, (k, x, n) => k.fillLog(x, n, x));
    }
    return this.made.logs;
  }

  /** below[i] = P(X <= i), above[i] = P(X > i), each summed from its small end. */
  private tails(): { below: Float64Array; above: Float64Array } {
    if (!this.made.sums) {
      const below = new Float64Array(this.k);
      const above = new Float64Array(this.k);
      let sum = 0;
      for (let i = 0; i < this.k; i++) below[i] = i < this.last ? Math.min((sum += this.p[i]), 1) : 1;
      sum = 0;
      for (let i = this.last; i > 0; i--) above[i - 1] = i > this.first ? Math.min((sum += this.p[i]), 1) : 1;
      this.made.sums = { below, above };
    }
    return this.made.sums;
  }

  protected logProbAt(_: Kernels, x: number): number {
    return Number.isInteger(x) && x >= 0 && x < this.k
      ? this.logProbabilities()[x]
      : Number.NEGATIVE_INFINITY;
  }

  protected cdfAt(_: Kernels, x: number): number {
    if (x < 0) return 0;
    return x < this.k ? this.tails().below[Math.floor(x)] : 1;
  }

  protected sfAt(_: Kernels, x: number): number {
    if (x < 0) return 1;
    return x < this.k ? this.tails().above[Math.floor(x)] : 0;
  }

  protected quantileAt(_: Kernels, p: number): number {
    if (p === 0) return this.first;
    if (p === 1) return this.last;
    const { below } = this.tails();
    let low = this.first;
    let high = this.last;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (below[middle] >= p) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  logLikelihood(data: Data): number {
    const what = this.cannot('logLikelihood');
    const source = sourceOf(what, 'data', data);
    const value = withTable(source.machine, 8 * this.k, (table) => {
      source.machine.f64.set(this.logProbabilities(), table >> 3);
      return likelihoodSums(source, (k) => k.CATEGORICAL, 0, table, this.k)[0];
    });
    return checkedLikelihood(what, source, value);
  }

  /**
   * The gradient in the parameters it was made from: of the logits, count_i - n p_i; of the probabilities,
   * count_i / p_i - n (they are divided by their sum, hence the -n).
   */
  score(data: Data): { readonly probabilities: Float64Array } | { readonly logits: Float64Array } {
    const what = this.cannot('score');
    const source = sourceOf(what, 'data', data);
    const value = this.logLikelihood(data);
    checkScore(what, source, value, []);
    const { k } = this;
    const out = allocate(what, 'k', k, Float64Array);
    withTable(source.machine, 16 * k, (counts) => {
      const { machine: m, length: n } = source;
      const table = counts + 8 * k;
      m.f64.fill(0, counts >> 3, (counts >> 3) + k);
      source.pass((_, address, n, single) => {
        m.kernels.countCategories(address, n, single, k, counts);
      });
      if (this.logits) {
        m.f64.set(this.logProbabilities(), table >> 3);
        m.kernels.categoricalScore(counts, n, table, k, counts);
      }
      out.set(m.f64.subarray(counts >> 3, (counts >> 3) + k));
    });
    if (this.logits) return { logits: out };
    for (let i = 0; i < k; i++) out[i] = (out[i] === 0 ? 0 : out[i] / this.p[i]) - source.length;
    return { probabilities: out };
  }

  /** As others; logits with -Infinity, which JSON does not have, are written as probabilities. */
  override toJSON(): DistributionState {
    const state = super.toJSON();
    const { logits } = state.parameters as { logits?: readonly number[] };
    return logits?.includes(Number.NEGATIVE_INFINITY)
      ? { ...state, parameters: { probabilities: Array.from(this.p) } }
      : state;
  }

  // sampling

  /** The alias table, as draw/alias lays it out. */
  private alias(): Uint32Array {
    if (this.made.columns) return this.made.columns;
    const m = machine();
    const { k } = this;
    const columns = withTable(m, 20 * k, (weights) => {
      const table = weights + 8 * k;
      m.f64.set(this.p, weights >> 3);
      m.kernels.buildAlias(weights, k, table);
      return m.u32.slice(table >> 2, (table >> 2) + 3 * k);
    });
    this.made.columns = columns;
    return columns;
  }

  protected next(stream: Stream): number {
    const { k } = this;
    if (k >= EXACT_CATEGORIES || stream.position > LAST_PAIR)
      return this.fillBy(stream, new Int32Array(1))[0];
    const columns = this.alias();
    const position = stream.position;
    // The kernel's rule; what it draws more words for is left to it.
    const product = stream.nextWord() * k;
    const coin = stream.nextWord();
    const column = Math.floor(product / 4294967296);
    const threshold = columns[2 * column];
    if (product - column * 4294967296 < k || coin === threshold) {
      return this.fillBy(stream.at(position), new Int32Array(1))[0];
    }
    return coin < threshold ? column : columns[2 * column + 1];
  }

  protected fillBy<T extends NumberArray>(stream: Stream, out: T): T {
    const columns = this.alias();
    const m = machine();
    return withTable(m, columns.byteLength, (table) => {
      m.u32.set(columns, table >> 2);
      const draw = (_: Machine, source: number, position: number, n: number, to: number): void =>
        m.kernels.fillCategorical(source, position, n, table, this.k, to);
      return fillThrough(stream, out, 2, 'i32', draw, SCRATCH_BYTES / 2);
    });
  }
}

// fit

type CategoricalFit = Fit<CategoricalDistribution, { readonly probabilities: readonly number[] }>;

/** probabilities = shares of the categories 0 to the largest that occurs. */
function fit(data: Data): CategoricalFit {
  const what = 'Cannot fit Categorical';
  const source = sourceOf(what, 'data', data);
  source.atLeast(1);
  const n = source.length;
  let largest = 0;
  eachValue(source, (x, i) => {
    if (!(Number.isInteger(x) && x >= 0)) throw rangeFault(what, `data[${i}]`, x, 'an integer >= 0');
    largest = Math.max(largest, x);
  });
  const edge = (category: number, p: 0 | 1): NumericalError =>
    new NumericalError(
      `${what}: category ${category} ${p === 0 ? 'never occurs' : 'is the only one'} (n = ${n}); its estimate ${p} is at the edge, where it has no standard error`,
    );
  if (largest === 0) throw edge(0, 1);
  // More categories than values: look for a missing one among the first n.
  const counts = new Float64Array(Math.min(largest + 1, n + 1));
  eachValue(source, (x) => {
    if (x < counts.length) counts[x]++;
  });
  const missing = counts.indexOf(0);
  if (missing >= 0) throw edge(missing, 0);
  const k = counts.length;
  const probabilities = Array.from(counts, (count) => count / n);
  return new Fit(new CategoricalDistribution({ probabilities }), data, {
    standardErrors: { probabilities: probabilities.map((p) => Math.sqrt((p * (1 - p)) / n)) },
    information: () => {
      // The last probability is 1 minus the others.
      const matrix = allocate(`${what}: information`, 'k', (k - 1) * (k - 1), Float64Array);
      matrix.fill((n * n) / counts[k - 1]);
      for (let i = 0; i < k - 1; i++) matrix[i * k] += (n * n) / counts[i];
      return matrix;
    },
    free: k - 1,
    n,
  });
}

/** A categorical distribution. */
export type Categorical = CategoricalDistribution;

/**
 * The categorical distribution over 0, 1, ..., k - 1.
 *
 * - **Density** P(i) = probabilities[i] / sum, or exp(logits[i]) / sum.
 * - **Parameters** either `probabilities`, >= 0 and finite, which are divided by their sum, or `logits`, finite or
 *   -Infinity, which are log-probabilities up to a constant. They are copied.
 * - **Support** the integers from the first to the last category of positive probability.
 * - **Degenerate cases** one category, and probabilities of 0, are allowed; all 0 is refused.
 * - **Moments** those of the category's number: mean sum i p_i, variance sum (i - mean)^2 p_i; entropy
 *   -sum p_i log p_i. Computed when asked for, in time k.
 * - **Draws** alias table (Walker 1977; Vose 1991), two words each: 32 bits choose the column, the others decide in it
 *   (more bits, where they matter, from words of their own). The table, 12 k bytes, is made at the first draw.
 *   Int32Array by `sample(stream, n)`; `fill` takes any typed array that holds k - 1. There is no `rsample`.
 * - **Accuracy** probabilities met within 2^-64 of a column and a few roundings; `cdf` and `sf` are sums from their
 *   small ends.
 * - **Fit** the shares of the categories 0 to the largest that occurs.
 * - **Over tensors** `probabilities` or `logits` may be a tensor [..., k] while a function is traced: the result is a
 *   distribution for each of its rows, whose `logProb`, moments and draws are operations of the program.
 *
 * Throws a TypeError (STOKAST_E_TYPE) for other types, a RangeError (STOKAST_E_RANGE, STOKAST_E_LENGTH) for other
 * values.
 *
 * ```ts
 * import { Categorical, stream } from '@stokast/sampling';
 * const next = Categorical({ logits: [2, 1, -1] });
 * next.sample(stream('words'), 1000);
 * ```
 */
export const Categorical: {
  (parameters: CategoricalParameters): CategoricalDistribution;
  /** Over tensors: probabilities or logits along the last axis, one distribution for each element of the others. */
  <T extends Tensor>(
    parameters:
      | { readonly probabilities: T; readonly logits?: undefined }
      | { readonly logits: T; readonly probabilities?: undefined },
  ): TracedCategorical<Rows<ShapeOf<T>>, DTypeOf<T>>;
  // Once more, as ReturnType takes the last.
  (parameters: CategoricalParameters): CategoricalDistribution;
  /** The maximum-likelihood fit. Throws a RangeError for no data or values other than integers >= 0, a NumericalError where a category below the largest never occurs. */
  fit(data: Data): CategoricalFit;
} = /* @__PURE__ */ Object.assign(
  ((parameters: CategoricalParameters | { readonly logits: Tensor } | { readonly probabilities: Tensor }) => {
    const { logits, probabilities } = (parameters ?? {}) as Record<string, unknown>;
    if (isTensor(logits)) return new TracedCategorical(logits, { logits });
    if (isTensor(probabilities)) return new TracedCategorical(probabilities, { probabilities });
    return new CategoricalDistribution(parameters as CategoricalParameters);
  }) as never,
  { fit },
);

type Rows<S extends Shape> = S extends readonly [...infer R extends Shape, number] ? R : Shape;
