// Numbers between two bounds, which may be made from earlier parameters and from data.
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { add, exp, expand, log, logSigmoid, mul, neg, sigmoid, sub, sum } from '../functions/index.ts';
import { sizeOf } from '../shape.ts';
import type { Operand, Tensor } from '../tensor.ts';
import type { Constraint } from './constraint.ts';

/** An end of an interval: a number, or what gives one from the parameters before it and the data. */
export type Bound<P, D> = number | ((parameters: P, data: D) => Operand);

const WHAT = 'Cannot create an interval';

function checkBound(parameter: string, bound: unknown): void {
  if (typeof bound === 'function' || (typeof bound === 'number' && bound === bound)) return;
  throw typeFault(
    WHAT,
    parameter,
    bound,
    'a number, Infinity included, or a function of parameters and data',
  );
}

const shown = (bound: unknown): string => (typeof bound === 'number' ? String(bound) : '...');

/**
 * Numbers between `low` and `high`, of any shape. A bound may be a function of the parameters named before this one
 * and of the data; a bound with axes broadcasts to the value's shape.
 *
 * - both ends: value = low + (high - low) sigmoid(free)
 * - `high` Infinity: value = low + exp(free)
 * - `low` -Infinity: value = high - exp(free)
 *
 * Throws a TypeError for bounds that are neither numbers nor functions, a RangeError where low >= high.
 *
 * ```ts
 * import { interval, sub, type Tensor } from '@stokast/autodiff';
 * const alpha = interval(0, 1);
 * const beta = interval(0, (parameters: { alpha: Tensor }) => sub(1, parameters.alpha));
 * alpha.allowed //=> 'inside (0, 1) in every element'
 * ```
 */
export function interval<P = unknown, D = unknown>(low: Bound<P, D>, high: Bound<P, D>): Constraint<P, D> {
  checkBound('low', low);
  checkBound('high', high);
  if (typeof low === 'number' && typeof high === 'number' && low >= high)
    throw rangeFault(WHAT, 'high', high, `more than low, ${low}`);
  const bounded = { below: low !== Number.NEGATIVE_INFINITY, above: high !== Number.POSITIVE_INFINITY };
  if (!bounded.below && !bounded.above)
    throw rangeFault(WHAT, 'high', high, 'finite where low is not: a number without bounds is `real`');
  const end = (bound: Bound<P, D>, parameters: P, data: D): Operand =>
    typeof bound === 'function' ? bound(parameters, data) : bound;
  return {
    allowed: `inside (${shown(low)}, ${shown(high)}) in every element`,
    free: (_, shape) => sizeOf(shape),
    constrain(free, shape, parameters, data) {
      const u = free.reshape(shape);
      if (!bounded.above) return { value: add(end(low, parameters, data), exp(u)), logJacobian: sum(u) };
      if (!bounded.below) return { value: sub(end(high, parameters, data), exp(u)), logJacobian: sum(u) };
      const start = end(low, parameters, data);
      const width: Tensor = expand(sub(end(high, parameters, data), start), shape);
      return {
        value: add(start, mul(width, sigmoid(u))),
        logJacobian: sum(add(log(width), add(logSigmoid(u), logSigmoid(neg(u))))),
      };
    },
    unconstrain(value, parameters, data) {
      const flat = (x: Tensor): Tensor => x.reshape([sizeOf(value.shape)]);
      const over = (): Tensor => log(sub(value, end(low, parameters, data)));
      const under = (): Tensor => log(sub(end(high, parameters, data), value));
      if (!bounded.above) return flat(over());
      if (!bounded.below) return flat(under());
      return flat(sub(over(), under()));
    },
  };
}
