// Monte Carlo integration: E[f(X)] with an interval that covers.
import { NumericalError, rangeFault, typeFault } from '@stokast/core-wasm/errors';
import type { Distribution } from '../distributions/distribution.ts';
import { antithetic } from './antithetic.ts';
import { importance } from './importance.ts';
import { type BlockIntegrand, type TracedIntegrand, valuationOf } from './integrand.ts';
import type { Method, Outcome } from './method.ts';
import { type IntegrateOptions, type Settings, settingsOf } from './options.ts';
import { plain } from './plain.ts';
import { qmc, qmcDimensions } from './qmc.ts';
import { Integral, type IntegrationMethod } from './result.ts';
import { stratified } from './stratified.ts';
import { Target } from './target.ts';
import { reach } from './tolerance.ts';

const WHAT = 'Cannot integrate';
const methods: Readonly<Record<IntegrationMethod, Method>> = {
  plain,
  antithetic,
  stratified,
  importance,
  qmc,
};

/**
 * The expectation E[f(X)], X from a distribution or a product of them, by Monte Carlo.
 *
 * - **f** a function of one number (`target` one distribution), or of an array of d (`target` an array of d
 *   distributions; the array is used again for the next point), or `{ block(x, n, out) }`, which writes n values to
 *   `out` from `x`, n * d numbers, row-major, without a call for each point; or `traced(f)`, a program, which is the
 *   fastest. f may draw and integrate itself.
 * - **Methods** `plain`; `antithetic` (pairs u, 1 - u; n even); `stratified` (equal cells of the unit cube, 64 draws
 *   or more in each); `importance` (draws from `proposal`); `qmc` (64 nested scrambles of the Sobol sequence, n a
 *   power of two, at most 161 dimensions). `samples` is rounded down to what the method can use.
 * - **Interval** Student's, with the skewness of the estimate taken out (Hall 1992). Its coverage is measured:
 *   docs/integrate.md.
 * - **Tolerance** half the width of the interval. Pilot runs decide how many samples, a fresh run makes the estimate.
 * - **Randomness** one integral is one draw: it moves the cursor by one word, whatever n, and takes its words from
 *   children of the stream (labels that begin with 'stokast/integrate').
 * - **Diagnostics** heavy tails, too few values that matter, weights that are not to be trusted: in words, in
 *   `diagnostics.warnings`.
 *
 * Throws a TypeError or RangeError for bad arguments; a NumericalError that names sample and point where f is NaN or
 * infinite, or where the spread of f overflows; NotConverged, with the last estimate as `last`, where `maxSamples` do
 * not reach the tolerance. What f throws comes through; the cursor has then moved by one word as well.
 *
 * ```ts
 * import { integrate, Normal, stream } from '@stokast/sampling';
 * const s = stream('docs');
 * const square = integrate((x) => x * x, Normal(), { stream: s, samples: 100000 });
 * const sum = integrate(([x, y]) => Math.exp(x + y), [Normal(), Normal()], { stream: s, tolerance: 0.01, method: 'qmc' });
 * ```
 */
export function integrate(
  f: ((x: number) => number) | BlockIntegrand | TracedIntegrand,
  target: Distribution,
  options: IntegrateOptions,
): Integral;
export function integrate(
  f: ((x: Float64Array) => number) | BlockIntegrand | TracedIntegrand,
  target: readonly Distribution[],
  options: IntegrateOptions,
): Integral;
export function integrate(
  f: ((x: number) => number) | ((x: Float64Array) => number) | BlockIntegrand | TracedIntegrand,
  target: Distribution | readonly Distribution[],
  options: IntegrateOptions,
): Integral {
  const settings = settingsOf(options);
  const to = new Target('target', target);
  const { stream, confidence, samples, tolerance, maxSamples } = settings;
  const proposal = proposalOf(options, settings, to);
  const values = valuationOf(f, to, proposal);
  const method = methods[settings.method];
  if (settings.method === 'qmc' && to.d > qmcDimensions()) {
    throw rangeFault(
      WHAT,
      'target.length',
      to.d,
      `at most ${qmcDimensions()} with method 'qmc'`,
      'STOKAST_E_LENGTH',
    );
  }
  const [parameter, most] =
    samples === undefined ? (['maxSamples', maxSamples] as const) : (['samples', samples] as const);
  if (most < method.least) {
    throw rangeFault(WHAT, parameter, most, `at least ${method.least} with method '${settings.method}'`);
  }
  const children = stream.split(['stokast/integrate', stream.take(1)]);
  const run = (n: number, round: number): Outcome => {
    const source = children.split(round);
    const outcome = method.estimate({ d: to.d, f: values, source }, method.size(n, to.d));
    checkFiniteOutcome(outcome);
    return outcome;
  };
  const integralOf = (outcome: Outcome, evaluations: number): Integral =>
    new Integral(settings.method, String(to), confidence, outcome, evaluations);
  if (tolerance === undefined) {
    const outcome = run(most, 0);
    return integralOf(outcome, outcome.samples);
  }
  const { outcome, evaluations } = reach(method, run, tolerance, confidence, maxSamples, integralOf);
  return integralOf(outcome, evaluations);
}

function proposalOf(options: IntegrateOptions, settings: Settings, target: Target): Target | undefined {
  if (settings.method !== 'importance') return undefined;
  const proposal = new Target('proposal', options.proposal);
  if (proposal.dimensions !== target.dimensions) {
    const shape = target.dimensions === undefined ? 'one distribution' : `an array of ${target.dimensions}`;
    throw typeFault(WHAT, 'proposal', options.proposal, `of the target's shape, ${shape}`);
  }
  target.components.forEach((component, j) => {
    const other = proposal.components[j];
    if (component.discrete !== other.discrete) {
      const kind = component.discrete ? 'discrete' : 'continuous';
      throw rangeFault(
        WHAT,
        `proposal${target.dimensions === undefined ? '' : `[${j}]`}`,
        other,
        `${kind}, as the target is`,
      );
    }
  });
  return proposal;
}

function checkFiniteOutcome({ value, standardError }: Outcome): void {
  if (value - value === 0 && standardError - standardError === 0) return;
  throw new NumericalError(
    `${WHAT}: the values of f are finite, but their mean (${value}) or their spread (${standardError}) overflows`,
  );
}
