// What a parameter must satisfy, and how numbers without any constraint are mapped onto such values.
import { exp, log, sum } from '../functions/index.ts';
import { type Shape, sizeOf } from '../shape.ts';
import type { Operand, Tensor } from '../tensor.ts';

/** A value that satisfies a constraint, and the logarithm of how much the map stretches volumes where it was made. */
export interface Constrained {
  readonly value: Tensor;
  /** log |d value / d free|, one number. */
  readonly logJacobian: Operand;
}

/**
 * A constraint: `real`, `positive`, `interval(low, high)`, `ordered`, `simplex`, `correlation` or
 * `correlationFactor`. `P` and `D` are the earlier parameters and the data that its bounds are made from.
 */
export interface Constraint<in P = unknown, in D = unknown> {
  /** What a value must be, as it stands in messages: `> 0 in every element`. */
  readonly allowed: string;
  /** How many free numbers a value of that shape is made from. Throws where there is no value of it. */
  free(parameter: string, shape: Shape): number;
  /** The value of that shape that `free`, a vector, stands for. */
  constrain(free: Tensor, shape: Shape, parameters: P, data: D): Constrained;
  /** The vector of free numbers that stands for a value; not all of them finite where it breaks the constraint. */
  unconstrain(value: Tensor, parameters: P, data: D): Tensor;
}

const flat = (x: Tensor): Tensor => x.reshape([sizeOf(x.shape)]);

/** Any real number: the value itself. */
export const real: Constraint = {
  allowed: 'finite in every element',
  free: (_, shape) => sizeOf(shape),
  constrain: (free, shape) => ({ value: free.reshape(shape), logJacobian: 0 }),
  unconstrain: flat,
};

/**
 * Numbers > 0 of any shape: value = exp(free).
 *
 * ```ts
 * import { maximumLikelihood, Normal } from '@stokast/sampling';
 * import { positive } from '@stokast/autodiff';
 * const y = [1, 2, 4];
 * maximumLikelihood((p) => Normal(p.mu, p.sigma).logProb(y), {}, { mu: 0, sigma: 1 }, { sigma: positive });
 * ```
 */
export const positive: Constraint = {
  allowed: '> 0 and finite in every element',
  free: (_, shape) => sizeOf(shape),
  constrain: (free, shape) => ({ value: exp(free).reshape(shape), logJacobian: sum(free) }),
  unconstrain: (value) => log(flat(value)),
};
