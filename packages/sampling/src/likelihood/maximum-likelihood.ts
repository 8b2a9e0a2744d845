// Maximum likelihood for densities that are written by the user: search on the scale without constraints, standard
// errors from the observed information, carried over to the parameters by the delta method.
import {
  type Constraint,
  compile,
  type Operand,
  type ParameterSpace,
  parameterSpace,
  type Tensor,
} from '@stokast/autodiff';
import { checkFunction, checkInteger, checkObject, checkOptions } from '@stokast/core-wasm/check';
import { NotConverged, NumericalError, rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { type Estimates, type Flat, flatValues, type TensorsOfValues, type Values } from './estimates.ts';
import { solve } from './factor.ts';
import { climb, openAlong, type Peak, type Surface } from './newton.ts';
import { type Observed, type Seen, see } from './observed.ts';
import { type Density, LikelihoodPrograms } from './programs.ts';
import { LikelihoodFit, valuesOf } from './result.ts';

/** Options of `maximumLikelihood`. */
export interface LikelihoodOptions {
  /** How many observations there are, for BIC: where the density gives one number and the data's arrays differ in length. */
  readonly n?: number;
  /** The most iterations of the search (default 1000). */
  readonly maxIterations?: number;
}

/** Where a search ended that did not converge: the `last` of its `NotConverged`. */
export interface LastEstimates<P> {
  readonly parameters: Estimates<P>;
  readonly logLikelihood: number;
}

type Vector = Tensor<readonly [number], 'f64'>;

const WHAT = 'Cannot maximise the likelihood';

/** The free numbers that a start stands for; throws where it breaks a constraint. */
function freeStart(
  space: ParameterSpace,
  starts: Readonly<Record<string, Flat>>,
  data: unknown,
): Float64Array {
  const names = Object.keys(starts);
  const shapes = names.map((name) => starts[name].shape);
  const named = (values: readonly Tensor[]) => Object.fromEntries(names.map((name, i) => [name, values[i]]));
  const program = compile(
    (values: readonly Tensor[]) => {
      const free = space.unconstrain(named(values), data);
      const { parameters } = space.constrain(free, data);
      return { free, again: names.map((name) => parameters[name].reshape([-1]) as Vector) };
    },
    [shapes],
  );
  const given = names.map((name) => starts[name].numbers);
  const { free, again } = program(given.map((numbers, i) => (shapes[i].length === 0 ? numbers[0] : numbers)));
  for (const [i, name] of names.entries()) {
    const same = given[i].every((each, j) => Math.abs(again[i][j] - each) <= 1e-9 * (1 + Math.abs(each)));
    if (same) continue;
    const value = shapes[i].length === 0 ? given[i][0] : given[i];
    throw rangeFault(WHAT, `start.${name}`, value, space.allowedOf(name));
  }
  return free;
}

/** Throws where the search cannot begin, and says which observation stands in its way. */
function checkStart(programs: LikelihoodPrograms, free: Float64Array): void {
  const { value, gradient } = programs.valueAndGradient(free);
  if (Number.isFinite(value)) {
    if (gradient.every(Number.isFinite)) return;
    throw new NumericalError(`${WHAT}: its derivatives at the start are not finite; start elsewhere`);
  }
  const values = Array.from(programs.values(free));
  const bad = values.findIndex((each) => !Number.isFinite(each));
  const where = values.length > 1 && bad >= 0 ? ` at observation ${bad}` : '';
  const shown = where === '' ? value : values[bad];
  throw new NumericalError(`${WHAT}: the log-density is ${shown}${where} at the start; start elsewhere`);
}

/** The one length that the data's arrays have. */
function commonLength(lengths: ReadonlySet<number>): number {
  if (lengths.size === 1) return [...lengths][0];
  const why = lengths.size === 0 ? 'the data have no arrays' : `the data's arrays differ in length`;
  const allowed = `given, as the density gives one number for all observations and ${why}`;
  throw typeFault(WHAT, 'options.n', undefined, allowed);
}

/** Throws where a search has not ended at a maximum. */
function checkPeak<T>(
  space: ParameterSpace,
  surface: Surface,
  peak: Peak,
  spent: boolean,
  last: () => T,
): void {
  const open = openAlong(surface, peak);
  if (spent && (open !== undefined || !(peak.distance < 1e-6))) {
    throw new NotConverged(`${WHAT}: the iterations do not suffice (options.maxIterations)`, last());
  }
  if (open !== undefined) {
    throw new NumericalError(
      `${WHAT}: it has no maximum that says what \`${space.nameAt(open)}\` is: along it the likelihood is flat, or rises to the end of a constraint or for ever; the search came to ${JSON.stringify(last())}`,
    );
  }
  if (!(peak.distance < 1e-6)) {
    throw new NotConverged(
      `${WHAT}: the search ended ${peak.distance.toExponential(1)} standard errors from a maximum`,
      last(),
    );
  }
}

/** Covariance of the parameters: J information^-1 J^T, J their derivatives in the d free numbers. */
function carried(factor: Float64Array, derivatives: Float64Array, d: number): Float64Array {
  const m = derivatives.length / d;
  const covariance = new Float64Array(m * m);
  for (let j = 0; j < m; j++) {
    const column = derivatives.slice(j * d, (j + 1) * d);
    solve(factor, d, column);
    for (let i = 0; i <= j; i++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += derivatives[i * d + k] * column[k];
      covariance[i * m + j] = sum;
      covariance[j * m + i] = sum;
    }
  }
  return covariance;
}

/**
 * Maximum likelihood for a density of one's own: `density(parameters, data)` gives the log-density of each observation
 * as a tensor, or their sum as one number.
 *
 * - **data** numbers (which stay numbers), arrays, matrices as rows, kept data, in any nesting of objects: the density
 *   gets tensors for arrays.
 * - **start** a number, array or matrix for each parameter, which says its shape, with a likelihood above 0 there.
 * - **constraints** `positive`, `interval(low, high)`, `ordered`, `simplex`, `correlation` or `correlationFactor` of
 *   `@stokast/autodiff` by parameter; bounds may be functions of the parameters before it in `start`, and of data.
 *   Parameters without one are any real numbers.
 * - **Search** L-BFGS in the core on the scale without constraints, then Newton's method: the estimates are within
 *   10^-6 standard errors of the maximum, most often within rounding.
 * - **Standard errors** from the observed information, the negated second derivatives at the maximum, carried over to
 *   the parameters by the delta method.
 * - **n**, for BIC, is how many numbers the density gives; where it gives one, the length that all arrays of the data
 *   have, or `options.n`.
 *
 * Throws a TypeError or RangeError for bad arguments, data that are NaN and a start that breaks a constraint; a
 * NumericalError where the log-likelihood is not finite at the start or has no maximum: it is flat, or rises to an end
 * of a constraint; NotConverged, with the last estimates as `last`, where the iterations do not suffice.
 *
 * ```ts
 * import { positive } from '@stokast/autodiff';
 * import { maximumLikelihood, Normal } from '@stokast/sampling';
 * const data = { x: [1, 2, 3, 4], y: [2.1, 3.9, 6.2, 7.8] };
 * const line = maximumLikelihood(
 *   ({ a, b, sigma }, { x, y }) => Normal(x.mul(b).add(a), sigma).logProb(y),
 *   data,
 *   { a: 0, b: 0, sigma: 1 },
 *   { sigma: positive },
 * );
 * line.parameters.b.toFixed(6) //=> '1.940000'
 * ```
 */
export function maximumLikelihood<P extends Values, D extends Observed>(
  density: (parameters: TensorsOfValues<NoInfer<P>>, data: Seen<NoInfer<D>>) => Operand,
  data: D,
  start: P,
  constraints: {
    readonly [K in keyof P]?: Constraint<TensorsOfValues<NoInfer<P>>, Seen<NoInfer<D>>>;
  } = {},
  options: LikelihoodOptions = {},
): LikelihoodFit<P> {
  checkFunction(WHAT, 'density', density);
  checkObject(WHAT, 'constraints', constraints);
  checkOptions(WHAT, options, ['n', 'maxIterations']);
  const { n, maxIterations = 1000 } = options;
  if (n !== undefined) checkInteger(WHAT, 'options.n', n, 1, Number.MAX_SAFE_INTEGER);
  checkInteger(WHAT, 'options.maxIterations', maxIterations, 1, 1000000);
  const { seen, lengths } = see(WHAT, 'data', data);
  const starts = flatValues(WHAT, 'start', start);
  const shapes = Object.fromEntries(Object.entries(starts).map(([name, { shape }]) => [name, shape]));
  const space = parameterSpace(shapes, constraints as Readonly<Record<string, Constraint<never, never>>>);
  const free = freeStart(space, starts, seen);
  const programs = new LikelihoodPrograms(space, density as Density, seen);
  checkStart(programs, free);
  const observations = n ?? programs.observations ?? commonLength(lengths);
  const { free: near, spent } = programs.search(free, maxIterations);
  const surface: Surface = { at: programs.valueAndGradient, hessian: programs.hessian() };
  const peak = climb(surface, near);
  const { numbers, derivatives } = programs.parameters(peak.free);
  checkPeak(space, surface, peak, spent, () => ({
    parameters: valuesOf<P>(shapes, numbers),
    logLikelihood: peak.value,
  }));
  return new LikelihoodFit<P>({
    shapes,
    estimates: numbers,
    covariance: carried(peak.factor as Float64Array, derivatives, space.size),
    logLikelihood: peak.value,
    n: observations,
    free: space.size,
  });
}
