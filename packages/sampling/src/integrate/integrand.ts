// The forms of an integrand, as one: values at n points.
import { NumericalError, show, typeFault } from '@stokast/core-wasm/errors';
import type { Target } from './target.ts';
import { Pointwise, type Valuation } from './valuation.ts';

/** A function over many points at once: fills `out` (n) from `x` (n * d, row-major). Both are used again afterwards. */
export interface BlockIntegrand {
  block(x: Float64Array, n: number, out: Float64Array): void;
}

/** An integrand that is a program, as made by `traced`. */
export interface TracedIntegrand {
  /** Its values over a target, or at the draws of a proposal. @internal */
  over(target: Target, proposal: Target | undefined): Valuation;
}

/** Of one number; or of d, in an array that is used again for the next point; or of many points at once. */
export type Integrand = ((x: never) => number) | BlockIntegrand | TracedIntegrand;

/**
 * Writes the integrand's values at n points to `out`. `first` is the index of the first sample. Where `weights` are
 * given, points of weight 0 do not count: a function is not called there, and a block function's value is ignored.
 */
export type Evaluate = (
  points: Float64Array,
  n: number,
  out: Float64Array,
  first: number,
  weights?: Float64Array,
) => void;

const WHAT = 'Cannot integrate';

/** `dimensions` is undefined for a function of one number. */
function evaluator(f: unknown, dimensions: number | undefined): Evaluate {
  const d = dimensions ?? 1;
  const check = (out: Float64Array, i: number, points: Float64Array, first: number): void => {
    const y: unknown = out[i];
    if (typeof y === 'number' && y - y === 0) return;
    throw badValue(y, points.subarray(i * d, (i + 1) * d), first + i, dimensions);
  };
  if (typeof f === 'function') {
    const call = f as (x: number | Float64Array) => unknown;
    const point = new Float64Array(d);
    return (points, n, out, first, weights) => {
      for (let i = 0; i < n; i++) {
        out[i] = 0;
        if (weights && weights[i] === 0) continue;
        let x: number | Float64Array = points[i];
        if (dimensions !== undefined) {
          // An integrand that integrates itself must find its point unchanged.
          for (let j = 0; j < d; j++) point[j] = points[i * d + j];
          x = point;
        }
        const y = call(x);
        if (typeof y !== 'number') throw typeFault(WHAT, 'f(x)', y, 'a number');
        out[i] = y;
        check(out, i, points, first);
      }
    };
  }
  if (typeof f === 'object' && f !== null && typeof (f as BlockIntegrand).block === 'function') {
    const integrand = f as BlockIntegrand;
    return (points, n, out, first, weights) => {
      // What a block function forgets to write is then found.
      out.fill(Number.NaN);
      integrand.block(points, n, out);
      for (let i = 0; i < n; i++) {
        if (weights && weights[i] === 0) out[i] = 0;
        else check(out, i, points, first);
      }
    };
  }
  throw typeFault(
    WHAT,
    'f',
    f,
    'a function, an object with a function `block(x, n, out)`, or what `traced` gives',
  );
}

export function badValue(
  y: unknown,
  point: Float64Array,
  index: number,
  dimensions: number | undefined,
): NumericalError {
  const shown = point.length > 6 ? [...point.subarray(0, 6), `... ${point.length} in all`] : [...point];
  const x = dimensions === undefined ? String(point[0]) : `[${shown.join(', ')}]`;
  return new NumericalError(`${WHAT}: f is ${show(y)} at sample ${index}, where x = ${x}`);
}

/** The integrand's values over a target, in whatever form it was given. */
export function valuationOf(f: unknown, target: Target, proposal: Target | undefined): Valuation {
  if (typeof f === 'object' && f !== null && typeof (f as TracedIntegrand).over === 'function')
    return (f as TracedIntegrand).over(target, proposal);
  return new Pointwise(target, proposal, evaluator(f, target.dimensions));
}
