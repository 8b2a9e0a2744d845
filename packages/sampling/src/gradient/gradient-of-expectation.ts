// d/d theta E[f(z)], z ~ q(z; theta), by Monte Carlo, in two ways over the same draws.
// Pathwise: the mean of d/d theta f(z(theta, noise)) (Kingma and Welling 2014; Rezende, Mohamed and Wierstra 2014).
// Score function: the mean of f(z) d/d theta log q(z; theta) (Glynn 1990; Williams 1992), and of f's own derivative.
// A review of both: Mohamed, Rosca, Figurnov and Mnih, "Monte Carlo gradient estimation in machine learning" (2020).
import {
  compile,
  expand,
  type Operand,
  type Program,
  type RandomSource,
  randomStream,
  stopGradient,
  sum,
  Tensor,
  valueAndGrad,
} from '@stokast/autodiff';
import { checkFunction, checkInteger, checkOptions, MAX_LENGTH } from '@stokast/core-wasm/check';
import { NumericalError, rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { areFinite } from '../data.ts';
import type { Distribution } from '../distributions/distribution.ts';
import { Family } from '../distributions/family.ts';
import { Traced, TracedContinuous } from '../distributions/traced/traced.ts';
import { withMoments } from '../integrate/moments.ts';
import { type Flat, flatValues, namesOf } from '../likelihood/estimates.ts';
import { checkStream, type Stream } from '../stream/stream.ts';
import { type Column, ExpectationGradient } from './result.ts';

/** A number for each of many samples. */
type Points = Tensor<readonly [number], 'f64'>;
/** Parameters: numbers, or lists of them, by name. */
type Theta = Readonly<Record<string, number | readonly number[]>>;
/** What the functions get for parameters: for each number a tensor with an element for each sample. */
export type PointsOf<P> = { readonly [K in keyof P]: P[K] extends number ? Points : readonly Points[] };
/** A distribution over tensors or over numbers. */
type Any = Traced | Distribution;
/** What f gets for a draw: a tensor, or a list of them where there are several distributions. */
export type DrawOf<Q> = Q extends readonly unknown[] ? readonly Points[] : Points;

/** Options of `gradientOfExpectation`. */
export interface GradientOptions {
  readonly stream: Stream;
  /** How many draws, 2 to 2^27. */
  readonly samples: number;
}

const WHAT = 'Cannot estimate a gradient';
const BLOCK = 4096;

/** The distributions that `q` gives, checked. */
function componentsOf(given: unknown): readonly Any[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw rangeFault(WHAT, 'q(parameters).length', 0, 'at least 1', 'STOKAST_E_LENGTH');
  for (const [i, each] of list.entries()) {
    if (each instanceof Traced || each instanceof Family) continue;
    const path = Array.isArray(given) ? `q(parameters)[${i}]` : 'q(parameters)';
    throw typeFault(WHAT, path, each, 'a distribution, such as Normal(mu, sigma), or a list of them');
  }
  return list as readonly Any[];
}

/** f's values at draws, one for each. */
function valuesOf(
  f: (z: never, parameters: never) => Operand,
  z: unknown,
  parameters: unknown,
  n: number,
): Points {
  const y: unknown = f(z as never, parameters as never);
  if (typeof y === 'number') return expand(y, [n]);
  if (y instanceof Tensor && y.rank === 1 && y.shape[0] === n && y.dtype === 'f64') return y as Points;
  const allowed =
    'a number or a tensor of the shape of its arguments: each holds many samples, so operations must be elementwise';
  throw typeFault(WHAT, 'f(...)', y instanceof Tensor ? y.toString() : y, allowed);
}

/** Numbers of a block of samples: f, then each estimator's derivative in each parameter. */
interface Sampled {
  readonly f: Float64Array;
  readonly pathwise: readonly Float64Array[];
  readonly score: readonly Float64Array[];
}

/** Which estimators there are, and why one is not. */
interface Estimators {
  readonly pathwise: boolean;
  readonly score: boolean;
  readonly notes: readonly string[];
}

function estimatorsFor(components: readonly Any[]): Estimators {
  const over = components.filter((each): each is Traced => each instanceof Traced);
  const jumps = over.filter((each) => !(each instanceof TracedContinuous)).map(({ name }) => name);
  const moves = over.filter(({ supportMoves }) => supportMoves).map(({ name }) => name);
  const notes: string[] = [];
  if (jumps.length > 0)
    notes.push(`no pathwise estimate: draws of ${jumps[0]} jump, and have no derivative in its parameters`);
  if (moves.length > 0)
    notes.push(`no score function estimate: the support of ${moves[0]} moves with its parameters`);
  if (jumps.length > 0 && moves.length > 0)
    throw typeFault(
      WHAT,
      'q(parameters)',
      components,
      `such that one estimator remains: ${notes.join('; ')}`,
    );
  return { pathwise: jumps.length === 0, score: moves.length === 0, notes };
}

/** Tensors in the form of the parameters, from one for each number. */
function inForm(starts: Readonly<Record<string, Flat>>, points: readonly Points[]): unknown {
  let at = 0;
  return Object.fromEntries(
    Object.entries(starts).map(([name, { shape, numbers }]) => {
      at += numbers.length;
      return [name, shape.length === 0 ? points[at - 1] : points.slice(at - numbers.length, at)];
    }),
  );
}

/** The program of one block, and which estimators it has. */
function blockProgram(
  q: (parameters: never) => unknown,
  f: (z: never, parameters: never) => Operand,
  starts: Readonly<Record<string, Flat>>,
  count: number,
  n: number,
): { program: Program<readonly [readonly number[], Stream], Sampled>; estimators: Estimators } {
  let estimators: Estimators | undefined;
  const sampled = (theta: readonly Tensor<readonly [], 'f64'>[], source: RandomSource) => {
    let values: Points | undefined;
    /** The parameters once for each estimator, so that their derivatives stay apart. */
    const both = ([path, weight]: readonly (readonly Points[])[]): Tensor<readonly [], 'f64'> => {
      const [along, aside] = [inForm(starts, path), inForm(starts, weight)];
      const given = q(along as never);
      const isList = Array.isArray(given);
      const components = componentsOf(given);
      const found = estimatorsFor(components);
      estimators = found;
      const shape = [n] as const;
      const z = components.map((each) => {
        if (found.pathwise && each instanceof TracedContinuous) return each.rsample(source, shape);
        return (each as Traced).sample(source, shape);
      }) as readonly Points[];
      const own = valuesOf(f, isList ? z : z[0], along, n);
      values = own;
      const fixed = z.map((each) => stopGradient(each));
      const logs = componentsOf(q(aside as never)).flatMap((each, j) =>
        each instanceof Traced ? [each.logProb(fixed[j])] : [],
      );
      // Its derivative is the score function's estimate, whatever its value.
      const surrogate = logs.reduce<Tensor>(
        (all, log) => all.add(stopGradient(own).mul(log)),
        valuesOf(f, isList ? fixed : fixed[0], aside, n),
      );
      return sum(own).add(sum(surrogate)) as never;
    };
    const spread = theta.map((each) => expand(each, [n])) as readonly Points[];
    const { gradient } = valueAndGrad(both)([spread, spread]);
    return { f: values as Points, pathwise: gradient[0], score: gradient[1] };
  };
  const program = compile(sampled as never, [new Array(count).fill([]), randomStream] as never);
  return { program: program as never, estimators: estimators as unknown as Estimators };
}

function checkFiniteColumn(values: Float64Array, what: string, first: number): void {
  if (areFinite(values, 0, values.length)) return;
  const at = values.findIndex((each) => !Number.isFinite(each));
  throw new NumericalError(`${WHAT}: ${what} is ${values[at]} at sample ${first + at}`);
}

/**
 * The gradient of the expectation of f(z, parameters), z from the distribution that `q(parameters)` is, in the
 * parameters: estimated by the derivatives of the draws (pathwise) and by that of the log-density (score function),
 * side by side over the same draws, with the variance of each.
 *
 * - **q** gives a distribution of tensors, such as `Normal(mu, sigma)`, or a list of independent ones.
 * - **f** gets the draw, a list where q gives one, and the parameters, and is made of elementwise operations: every
 *   tensor holds many samples.
 * - **parameters** numbers, or lists of numbers, by name.
 * - **Pathwise** needs draws that have derivatives: not of Bernoulli or Categorical. **Score function** needs a support
 *   that stays: not of Uniform. What there is not is `undefined`, and `notes` say why.
 * - **Randomness** one gradient moves the cursor by one word and draws from a child of the stream.
 *
 * Throws a TypeError or RangeError for bad arguments, a NumericalError that names the sample where f or a derivative
 * is not finite.
 *
 * ```ts
 * import { gradientOfExpectation, Normal, stream } from '@stokast/sampling';
 * // d/d mu and d/d sigma of E[z^2] = mu^2 + sigma^2
 * const found = gradientOfExpectation(
 *   ({ mu, sigma }) => Normal(mu, sigma),
 *   (z) => z.square(),
 *   { mu: 1, sigma: 2 },
 *   { stream: stream('docs'), samples: 100000 },
 * );
 * found.summary();
 * ```
 */
export function gradientOfExpectation<P extends Theta, Q extends Any | readonly Any[]>(
  q: (parameters: PointsOf<NoInfer<P>>) => Q,
  f: (z: DrawOf<NoInfer<Q>>, parameters: PointsOf<NoInfer<P>>) => Operand,
  parameters: P,
  options: GradientOptions,
): ExpectationGradient<P> {
  checkFunction(WHAT, 'q', q);
  checkFunction(WHAT, 'f', f);
  const starts = flatValues(WHAT, 'parameters', parameters);
  for (const [name, { shape }] of Object.entries(starts)) {
    if (shape.length > 1)
      throw typeFault(WHAT, `parameters.${name}`, parameters[name], 'a number or a list of numbers');
  }
  checkOptions(WHAT, options, ['stream', 'samples']);
  const { stream, samples } = options;
  checkStream(WHAT, stream);
  checkInteger(WHAT, 'options.samples', samples, 2, MAX_LENGTH);
  const theta = Object.values(starts).flatMap(({ numbers }) => Array.from(numbers));
  const names = Object.entries(starts).flatMap(([name, { shape }]) => namesOf(name, shape));
  const n = Math.min(BLOCK, Math.ceil(samples / 128) * 128);
  const { program, estimators } = blockProgram(q as never, f as never, starts, theta.length, n);
  const source = stream.split(['stokast/gradient', stream.take(1)]);
  const k = theta.length;
  return withMoments(1 + 2 * k, (value, ...columns) => {
    let block: Sampled | undefined;
    for (let done = 0; done < samples; done += n) {
      const count = Math.min(n, samples - done);
      block = block ? program.into(block, theta, source) : program(theta, source);
      const take = (values: Float64Array, what: string, to: typeof value): void => {
        const some = values.subarray(0, count);
        checkFiniteColumn(some, what, done);
        to.push(some);
      };
      take(block.f, 'f', value);
      for (const [i, name] of names.entries()) {
        if (estimators.pathwise) take(block.pathwise[i], `the derivative in ${name}`, columns[i]);
        if (estimators.score) take(block.score[i], `the score in ${name}`, columns[k + i]);
      }
    }
    const columnOf = (from: number): Column => {
      const moments = columns.slice(from, from + k).map((each) => each.finish());
      return {
        means: moments.map(({ mean }) => mean),
        errors: moments.map(({ variance }) => Math.sqrt(variance / samples)),
        variances: moments.map(({ variance }) => variance),
      };
    };
    const { mean, variance } = value.finish();
    return new ExpectationGradient<P>(parameters, {
      names,
      value: mean,
      standardError: Math.sqrt(variance / samples),
      samples,
      pathwise: estimators.pathwise ? columnOf(0) : undefined,
      score: estimators.score ? columnOf(k) : undefined,
      notes: estimators.notes,
    });
  });
}
