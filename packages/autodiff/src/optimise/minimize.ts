// Minima of traced functions.
import { checkFunction } from '@stokast/core-wasm/check';
import { NotConverged } from '@stokast/core-wasm/errors';
import type { Tensor } from '../tensor.ts';
import { Descent } from './descent.ts';
import { Lbfgs } from './lbfgs.ts';
import { AbortedMinimization, Minimum } from './minimum.ts';
import { type MinimizeOptions, type Settings, settingsOf } from './options.ts';
import type { Reason, Search } from './search.ts';
import { type Loss, type Parameters, parametersOf, type Start, type TensorsOfStart } from './start.ts';

const WHAT = 'Cannot minimise';
/** Milliseconds of work between two looks at the signal: at least and at most, as far as steps allow. */
const SHORT = 8;
const LONG = 32;

type LossOf<P> = (parameters: TensorsOfStart<P>) => Tensor;

/** A search under way: `yield`s between stretches of work. */
function* searching<P>(
  loss: Loss,
  parameters: Parameters,
  settings: Settings,
): Generator<undefined, Minimum<P>, undefined> {
  const { optimizer, steps, tolerance, signal, onProgress, saved } = settings;
  const search: Search = optimizer
    ? new Descent(WHAT, loss, parameters, optimizer, tolerance, saved)
    : new Lbfgs(WHAT, loss, parameters, settings, saved);
  const minimum = (reason: Reason | undefined): Minimum<P> =>
    new Minimum<P>(
      parameters,
      search.parameters(),
      search.progress,
      reason,
      optimizer ? 'optimizer' : 'lbfgs',
      search.save(),
    );
  try {
    const single = onProgress !== undefined && optimizer === undefined;
    let count = 1;
    let reason: Reason | undefined;
    while (reason === undefined) {
      if (signal?.aborted) throw new AbortedMinimization<P>(minimum(undefined), signal.reason);
      const left = steps - search.iterations;
      const began = Date.now();
      reason = left > 0 ? search.advance(Math.min(count, left)) : 'steps';
      const took = Date.now() - began;
      if (!single && took < SHORT) count *= 2;
      else if (took > LONG) count = Math.max(1, count >> 1);
      if (left > 0) onProgress?.(search.progress);
      yield;
    }
    const found = minimum(reason);
    const asked =
      reason === 'gradient' || reason === 'change' || (optimizer !== undefined && tolerance === 0);
    if (asked) return found;
    throw new NotConverged(
      `${WHAT}: ${reason === 'steps' ? `${steps} steps do not suffice` : 'no step lowers the value'}: it is ${found.value}, and its largest derivative ${found.gradientNorm} (tolerance ${tolerance})`,
      found,
    );
  } finally {
    search.close();
  }
}

function begin<P>(loss: unknown, start: unknown, options: MinimizeOptions): ReturnType<typeof searching<P>> {
  checkFunction(WHAT, 'loss', loss);
  const parameters = parametersOf(WHAT, start);
  return searching<P>(loss as unknown as Loss, parameters, settingsOf(WHAT, options, parameters));
}

/**
 * A minimum of a traced function near `start`.
 *
 * - **loss** gets tensors in the nesting of the start (numbers have shape [], arrays are vectors: reshape them to
 *   matrices) and gives one number.
 * - **Method** L-BFGS in the core unless an optimizer is given: Nocedal and Wright (2006, algorithm 7.5) with the line
 *   search of Moré and Thuente (1994). Values that are NaN or infinite shorten its steps.
 * - **Same bits** on every backend and engine; a search that was stopped and resumed from its checkpoint ends with the
 *   bits of one that was not.
 * - **Result** a `Minimum`: parameters in the nesting of the start, value, largest derivative, counts, why it ended.
 *
 * Throws a TypeError or RangeError for bad arguments; a NumericalError where value or gradient are not finite at the
 * start, or an optimizer leaves the finite numbers; NotConverged, with the Minimum so far as `last`, where the steps do
 * not suffice; an AbortedMinimization (its `name` is AbortError) with `last` and `checkpoint` where the signal aborted,
 * which it looks at between steps: `onProgress` can abort it, timers cannot (see `minimizeAsync`).
 *
 * ```ts
 * import { minimize, type Tensor } from '@stokast/autodiff';
 * const rosenbrock = ({ x, y }: { x: Tensor; y: Tensor }) => y.sub(x.square()).square().mul(100).add(x.sub(1).square());
 * const minimum = minimize(rosenbrock, { x: -1.2, y: 1 });
 * minimum.parameters.x.toFixed(6) //=> '1.000000'
 * minimum.reason //=> 'gradient'
 * ```
 */
export function minimize<const P extends Start>(
  loss: LossOf<P>,
  start: P,
  options: MinimizeOptions = {},
): Minimum<P> {
  const search = begin<P>(loss, start, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/**
 * `minimize` in steps between which others run: its promise is rejected where `minimize` throws.
 *
 * ```ts
 * import { minimizeAsync } from '@stokast/autodiff';
 * const { parameters } = await minimizeAsync((x) => x.sub(2).square(), 0, { signal: AbortSignal.timeout(10000) });
 * parameters.toFixed(6) //=> '2.000000'
 * ```
 */
export async function minimizeAsync<const P extends Start>(
  loss: LossOf<P>,
  start: P,
  options: MinimizeOptions = {},
): Promise<Minimum<P>> {
  const search = begin<P>(loss, start, options);
  let rested = Date.now();
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
    if (Date.now() - rested < SHORT) continue;
    await new Promise((resolve) => setTimeout(resolve));
    rested = Date.now();
  }
}
