// The last steps to a maximum, by Newton's method with halved steps (Nocedal and Wright, "Numerical Optimization",
// 2nd ed., 2006, chapters 3 and 6): the matrix that gives the standard errors gives the steps as well.
import { factorise, solve } from './factor.ts';

/** Where the steps are taken: values and derivatives of the log-likelihood. */
export interface Surface {
  at(free: Float64Array): { readonly value: number; readonly gradient: Float64Array };
  hessian(free: Float64Array): Float64Array;
}

/** Where they ended. */
export interface Peak {
  readonly free: Float64Array;
  readonly value: number;
  /**
   * Square root of gradient . information^-1 gradient: how far the maximum is, in standard errors; Infinity where
   * there is none near.
   */
  readonly distance: number;
  /** Lower factor of the observed information; or the first free number in which it is not positive. */
  readonly factor: Float64Array | number;
}

const STEPS = 50;
/** Nearer than this, in standard errors, there is nothing to gain. */
const NEAR = 1e-9;

/**
 * A free number along which the peak is none: where a step of one standard error, to one side or the other, does not
 * lower the log-likelihood as one from a maximum would. (By 1/2 if it is a parabola; by 1/1000 at least.) A search that
 * runs off along a likelihood that rises for ever ends where all derivatives have become small, and with them the
 * distance: this finds it.
 */
export function openAlong({ at }: Surface, { free, value, factor }: Peak): number | undefined {
  if (typeof factor === 'number') return factor;
  for (let i = 0; i < free.length; i++) {
    const step = new Float64Array(free.length);
    step[i] = 1;
    solve(factor, free.length, step);
    const length = 1 / Math.sqrt(step[i]);
    for (const side of [length, -length]) {
      const there = at(free.map((each, j) => each + side * step[j])).value;
      if (value - there < 1e-3) return i;
    }
  }
  return undefined;
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, each, i) => sum + each * b[i], 0);

/** The maximum near `free`. */
export function climb(surface: Surface, start: Float64Array): Peak {
  let free = start;
  let { value, gradient } = surface.at(free);
  let before = Number.POSITIVE_INFINITY;
  for (let step = 0; ; step++) {
    const n = free.length;
    const factor = factorise(
      surface.hessian(free).map((each) => -each),
      n,
    );
    if (typeof factor === 'number') return { free, value, distance: Number.POSITIVE_INFINITY, factor };
    const direction = gradient.slice();
    solve(factor, n, direction);
    const distance = Math.sqrt(Math.max(dot(gradient, direction), 0));
    if (distance <= NEAR) {
      const top = free.map((each, i) => each + direction[i]);
      return { free: top, value: surface.at(top).value, distance, factor };
    }
    // Where steps no longer bring it nearer, rounding is all that is left of the gradient.
    if (step === STEPS || (distance < 1e-5 && distance > 0.5 * before))
      return { free, value, distance, factor };
    before = distance;
    let length = 1;
    const moved = (): Float64Array => free.map((each, i) => each + length * direction[i]);
    const rises = (found: { readonly value: number }): boolean =>
      distance < 1e-5 || found.value >= value + 1e-4 * length * distance * distance;
    let next = surface.at(moved());
    while (!rises(next) && length > 1e-9) {
      length /= 2;
      next = surface.at(moved());
    }
    if (!rises(next)) return { free, value, distance, factor };
    free = moved();
    ({ value, gradient } = next);
  }
}
