// What families share: the public methods, which check their arguments once and then trust.
import type { DType, RandomSource, Shape, Tensor } from '@stokast/autodiff';
import { type Kernels, type Machine, machine } from '@stokast/core-wasm';
import {
  allocate,
  checkCount,
  checkOneOf,
  checkOptions,
  checkTyped,
  type NumberArray,
  typedName,
} from '@stokast/core-wasm/check';
import { NumericalError, rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { asFloats, CHUNK, type Data, type Numbers, type Source, sourceOf } from '../data.ts';
import { Printed } from '../format.ts';
import { checkStream, Stream } from '../stream/stream.ts';
import type {
  ContinuousDistribution,
  DiscreteDistribution,
  Distribution,
  DistributionState,
  DrawOptions,
  Parameters,
  Reparameterised,
  Support,
} from './distribution.ts';
import { isSource, isTensor, type Traced, TracedContinuous } from './traced/traced.ts';

/** The methods of one number, or of an array of them. */
type Evaluated = 'logProb' | 'cdf' | 'sf' | 'quantile';

/** Names of typed arrays and the largest integer up to which they hold every natural number. */
const LARGEST: Readonly<Record<string, number>> = {
  Float64Array: 9007199254740992,
  Float32Array: 16777216,
  Int32Array: 2147483647,
  Uint32Array: 4294967295,
  Int16Array: 32767,
  Uint16Array: 65535,
  Int8Array: 127,
  Uint8Array: 255,
  Uint8ClampedArray: 255,
};
const FLOATS = ['Float64Array', 'Float32Array'] as const;

export abstract class Family extends Printed implements Distribution {
  abstract readonly name: string;
  abstract readonly discrete: boolean;
  abstract get parameters(): Parameters;
  abstract get support(): Support;
  abstract get mean(): number;
  abstract get variance(): number;
  abstract get entropy(): number;

  /** The same distribution over tensors of the type of `like`. */
  protected abstract over(like: Tensor): Traced;

  protected abstract logProbAt(k: Kernels, x: number): number;
  protected abstract cdfAt(k: Kernels, x: number): number;
  protected abstract sfAt(k: Kernels, x: number): number;
  protected abstract quantileAt(k: Kernels, p: number): number;
  /** The same over n doubles in place, for families with a kernel for it. */
  protected logProbOver?(m: Machine, address: number, n: number): void;
  protected cdfOver?(m: Machine, address: number, n: number): void;
  protected sfOver?(m: Machine, address: number, n: number): void;
  protected quantileOver?(m: Machine, address: number, n: number): void;

  logProb(x: number): number;
  logProb(x: Numbers): Float64Array;
  logProb<S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D>;
  logProb(x: number | Numbers | Tensor): number | Float64Array | Tensor {
    if (typeof x !== 'number')
      return isTensor(x) ? this.over(x).logProb(x) : this.evaluate('logProb', 'x', x);
    if (x !== x) throw this.outOfDomain('logProb', 'x', x, 'x');
    return this.logProbAt(machine().kernels, x);
  }

  cdf(x: number): number;
  cdf(x: Numbers): Float64Array;
  cdf<S extends Shape, D extends DType>(this: Continuous<string>, x: Tensor<S, D>): Tensor<S, D>;
  cdf(x: number | Numbers | Tensor): number | Float64Array | Tensor {
    if (typeof x !== 'number') return this.ofMany('cdf', 'x', x);
    if (x !== x) throw this.outOfDomain('cdf', 'x', x, 'x');
    return this.cdfAt(machine().kernels, x);
  }

  sf(x: number): number;
  sf(x: Numbers): Float64Array;
  sf<S extends Shape, D extends DType>(this: Continuous<string>, x: Tensor<S, D>): Tensor<S, D>;
  sf(x: number | Numbers | Tensor): number | Float64Array | Tensor {
    if (typeof x !== 'number') return this.ofMany('sf', 'x', x);
    if (x !== x) throw this.outOfDomain('sf', 'x', x, 'x');
    return this.sfAt(machine().kernels, x);
  }

  quantile(p: number): number;
  quantile(p: Numbers): Float64Array;
  quantile<S extends Shape, D extends DType>(this: Continuous<string>, p: Tensor<S, D>): Tensor<S, D>;
  quantile(p: number | Numbers | Tensor): number | Float64Array | Tensor {
    if (typeof p !== 'number') return this.ofMany('quantile', 'p', p);
    if (!(p >= 0 && p <= 1)) throw this.outOfDomain('quantile', 'p', p, 'p');
    return this.quantileAt(machine().kernels, p);
  }

  /** A method over an array, or over a tensor where the family has it so. */
  private ofMany(
    method: Exclude<Evaluated, 'logProb'>,
    parameter: 'x' | 'p',
    x: Numbers | Tensor,
  ): Float64Array | Tensor {
    if (!isTensor(x)) return this.evaluate(method, parameter, x);
    const traced = this.over(x);
    if (traced instanceof TracedContinuous) return traced[method](x);
    throw typeFault(this.cannot(method), parameter, x, 'a number or an array of numbers');
  }

  /** A method over an array: by its kernel where the family has one, else number by number. */
  private evaluate(method: Evaluated, parameter: 'x' | 'p', x: Numbers): Float64Array {
    const what = this.cannot(method);
    if (typedName(x) === undefined && !Array.isArray(x))
      throw typeFault(what, parameter, x, 'a number or an array of numbers');
    const values = asFloats(what, parameter, x);
    for (let i = 0; i < values.length; i++) {
      if (!inDomain(values[i], parameter))
        throw this.outOfDomain(method, parameter, values[i], `${parameter}[${i}]`);
    }
    const out = allocate(what, `${parameter}.length`, values.length, Float64Array);
    const m = machine();
    if (!this[`${method}Over`]) {
      for (let i = 0; i < out.length; i++) out[i] = this[`${method}At`](m.kernels, values[i]);
      return out;
    }
    const start = m.scratch >> 3;
    for (let done = 0; done < out.length; done += CHUNK) {
      const n = Math.min(CHUNK, out.length - done);
      m.f64.set(values.subarray(done, done + n), start);
      this[`${method}Over`]?.(m, m.scratch, n);
      out.set(m.f64.subarray(start, start + n), done);
    }
    return out;
  }

  private outOfDomain(method: string, kind: 'x' | 'p', value: number, path: string): RangeError {
    return rangeFault(
      this.cannot(method),
      path,
      value,
      kind === 'p' ? 'in [0, 1]' : 'a number that is not NaN',
    );
  }

  abstract logLikelihood(data: Data): number;
  abstract score(data: Data): Readonly<Record<string, number | Float64Array>>;
  abstract sample(stream: Stream): number;
  abstract sample(stream: Stream, n: number): Float64Array | Int32Array;
  abstract sample<const S extends Shape = readonly []>(source: RandomSource, shape?: S): Tensor<S, 'f64'>;
  abstract fill<T extends Float64Array | Float32Array>(stream: Stream, out: T): T;

  protected cannot(method: string): string {
    return `Cannot compute ${this.name}.${method}`;
  }

  override toString(): string {
    const parameters = Object.entries(this.parameters).map(([name, value]) => `${name} = ${short(value)}`);
    return `${this.name}(${parameters.join(', ')})`;
  }

  toJSON(): DistributionState {
    return { type: 'stokast-distribution', version: 1, name: this.name, parameters: this.parameters };
  }
}

const inDomain = (x: number, kind: 'x' | 'p'): boolean => (kind === 'p' ? x >= 0 && x <= 1 : x === x);

function short(value: number | readonly number[]): string {
  if (typeof value === 'number') return String(value);
  const shown = value.slice(0, 6).join(', ');
  return value.length > 6 ? `[${shown}, ... ${value.length} in all]` : `[${shown}]`;
}

/**
 * Sums of log-densities, and with `partials` of their derivatives in the first parameters, by the tree; the first
 * is the value. `family` and (a, b) are as in the kernels' density/likelihood.
 */
export function likelihoodSums(
  source: Source,
  family: (k: Kernels) => number,
  partials: number,
  a: number,
  b: number,
): number[] {
  const k = source.machine.kernels;
  const code = family(k);
  k.treeStart(k.TREE, 1 + partials, 0);
  source.pass((_, address, n, single) => k.logLikelihood(code, k.TREE, address, n, single, a, b));
  k.treeFinish(k.TREE);
  const start = k.RESULT >> 3;
  return Array.from(source.machine.f64.subarray(start, start + 1 + partials));
}

/** The log-likelihood that a sum came to; a NaN is traced to the element that made it. */
export function checkedLikelihood(what: string, source: Source, value: number): number {
  if (value !== value) {
    source.check(false);
    throw new NumericalError(`${what}: the sum over ${source.length} values is not a number`);
  }
  return value;
}

/** Throws where a gradient does not exist: the likelihood is 0, or a partial derivative left the numbers. */
export function checkScore(what: string, source: Source, value: number, partials: readonly number[]): void {
  if (Number.isFinite(value) && partials.every((partial) => partial === partial)) return;
  source.check(true);
  if (value === Number.NEGATIVE_INFINITY) {
    throw new NumericalError(
      `${what}: the likelihood of these ${source.length} values is 0, so its logarithm has no gradient`,
    );
  }
  throw new NumericalError(`${what}: the sum over ${source.length} values left the finite numbers`);
}

type Method = NonNullable<DrawOptions['method']>;

/** A family with a density whose likelihood is one of the kernels'. */
export abstract class Continuous<P extends string> extends Family implements ContinuousDistribution<P> {
  readonly discrete = false as const;
  abstract override get parameters(): Readonly<Record<P, number>>;
  /** In the order of the kernels' partial derivatives. */
  protected abstract get names(): readonly P[];
  /** How it can draw; the first is the default. */
  protected abstract get methods(): readonly Method[];
  protected abstract density(k: Kernels): number;
  /** The kernels' (a, b). */
  protected abstract get values(): readonly [number, number];
  /** One draw: what a fill of one would give. */
  protected abstract next(stream: Stream, method: Method): number;
  protected abstract fillBy<T extends Float64Array | Float32Array>(stream: Stream, out: T, method: Method): T;

  logLikelihood(data: Data): number {
    const what = this.cannot('logLikelihood');
    const source = sourceOf(what, 'data', data);
    const [a, b] = this.values;
    const [value] = likelihoodSums(source, (k) => this.density(k), 0, a, b);
    return checkedLikelihood(what, source, value);
  }

  score(data: Data): Readonly<Record<P, number>> {
    const what = this.cannot('score');
    const source = sourceOf(what, 'data', data);
    const [a, b] = this.values;
    const [value, ...partials] = likelihoodSums(source, (k) => this.density(k), this.names.length, a, b);
    checkScore(what, source, value, partials);
    return Object.fromEntries(this.names.map((name, i) => [name, partials[i]])) as Record<P, number>;
  }

  sample(stream: Stream, n?: undefined, options?: DrawOptions): number;
  sample(stream: Stream, n: number, options?: DrawOptions): Float64Array;
  sample<const S extends Shape = readonly []>(source: RandomSource, shape?: S): Tensor<S, 'f64'>;
  sample(
    stream: Stream | RandomSource,
    n?: number | Shape,
    options?: DrawOptions,
  ): number | Float64Array | Tensor<Shape, 'f64'> {
    if (!(stream instanceof Stream)) {
      if (isSource(stream)) return this.over(stream.like).sample(stream, (n ?? []) as Shape) as never;
      checkStream(this.cannot('sample'), stream);
    }
    const method = options === undefined ? this.methods[0] : this.methodOf('sample', options);
    if (n === undefined) return this.next(stream, method);
    checkCount(this.cannot('sample'), 'n', n);
    return this.fillBy(stream, allocate(this.cannot('sample'), 'n', n, Float64Array), method);
  }

  fill<T extends Float64Array | Float32Array>(stream: Stream, out: T, options?: DrawOptions): T {
    const what = this.cannot('fill');
    checkStream(what, stream);
    checkTyped(what, 'out', out, FLOATS);
    return this.fillBy(stream, out, options === undefined ? this.methods[0] : this.methodOf('fill', options));
  }

  /** `rsample` from a stream. */
  protected abstract reparameterised(
    stream: Stream,
    n: number | undefined,
  ): Reparameterised<P, number | Float64Array>;

  rsample(stream: Stream): Reparameterised<P, number>;
  rsample(stream: Stream, n: number): Reparameterised<P, Float64Array>;
  rsample<const S extends Shape = readonly []>(source: RandomSource, shape?: S): Tensor<S, 'f64'>;
  rsample(
    stream: Stream | RandomSource,
    n?: number | Shape,
  ): Reparameterised<P, number> | Reparameterised<P, Float64Array> | Tensor<Shape, 'f64'> {
    const what = this.cannot('rsample');
    if (isSource(stream)) {
      return (this.over(stream.like) as TracedContinuous).rsample(stream, (n ?? []) as Shape) as never;
    }
    checkStream(what, stream);
    if (n !== undefined) checkCount(what, 'n', n);
    return this.reparameterised(stream, n as number | undefined) as Reparameterised<P, number>;
  }

  private methodOf(called: string, options: DrawOptions): Method {
    const what = this.cannot(called);
    checkOptions(what, options, ['method']);
    if (options.method === undefined) return this.methods[0];
    checkOneOf(what, 'options.method', options.method, this.methods);
    return options.method;
  }
}

/** A family over integers. */
export abstract class Discrete extends Family implements DiscreteDistribution {
  readonly discrete = true as const;
  protected abstract next(stream: Stream): number;
  protected abstract fillBy<T extends NumberArray>(stream: Stream, out: T): T;

  sample(stream: Stream): number;
  sample(stream: Stream, n: number): Int32Array;
  sample<const S extends Shape = readonly []>(source: RandomSource, shape?: S): Tensor<S, 'f64'>;
  sample(stream: Stream | RandomSource, n?: number | Shape): number | Int32Array | Tensor<Shape, 'f64'> {
    if (!(stream instanceof Stream)) {
      if (isSource(stream)) return this.over(stream.like).sample(stream, (n ?? []) as Shape) as never;
      checkStream(this.cannot('sample'), stream);
    }
    if (n === undefined) return this.next(stream);
    checkCount(this.cannot('sample'), 'n', n);
    return this.fillBy(stream, allocate(this.cannot('sample'), 'n', n, Int32Array));
  }

  fill<T extends NumberArray>(stream: Stream, out: T): T {
    const what = this.cannot('fill');
    checkStream(what, stream);
    checkTyped(what, 'out', out, Object.keys(LARGEST));
    const largest = LARGEST[typedName(out) as string];
    if (this.support.upper > largest) {
      throw rangeFault(what, 'out', out, `an array whose elements hold ${this.support.upper}`);
    }
    return this.fillBy(stream, out);
  }
}
