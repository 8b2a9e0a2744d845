// d/d theta E[f(z)], z ~ q(z; theta), by Monte Carlo, in two ways over the same draws.
// Pathwise: the mean of d/d theta f(z(theta, noise)) (Kingma and Welling 2014; Rezende, Mohamed and Wierstra 2014).
// Score function: the mean of f(z) d/d theta log q(z; theta) (Glynn 1990; Williams 1992), and of f's own derivative.
// A review of both: Mohamed, Rosca, Figurnov and Mnih, "Monte Carlo gradient estimation in machine learning" (2020).
import type { Operand } from '@stokast/autodiff';
import { checkFunction, checkInteger, checkOptions, MAX_LENGTH } from '@stokast/core-wasm/check';
import { NumericalError, typeFault } from '@stokast/core-wasm/errors';
import { areFinite } from '../data.ts';
import { withMoments } from '../integrate/moments.ts';
import { flatValues, namesOf } from '../likelihood/estimates.ts';
import { checkStream, type Stream } from '../stream/stream.ts';
import { type Any, blockProgram, type Points, type Sampled, WHAT } from './program.ts';
import { type Column, ExpectationGradient } from './result.ts';

/** Parameters: numbers, or lists of them, by name. */
type Theta = Readonly<Record<string, number | readonly number[]>>;
/** What the functions get for parameters: for each number a tensor with an element for each sample. */
export type PointsOf<P> = { readonly [K in keyof P]: P[K] extends number ? Points : readonly Points[] };
/** What f gets for a draw: a tensor, or a list of them where there are several distributions. */
export type DrawOf<Q> = Q extends readonly unknown[] ? readonly Points[] : Points;

/** Options of `gradientOfExpectation`. */
export interface GradientOptions {
  readonly stream: Stream;
  /** How many draws, 2 to 2^27. */
  readonly samples: number;
}

const BLOCK = 4096;

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
