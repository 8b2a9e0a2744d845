// Special functions.
import { rangeFault } from '@stokast/core-wasm/errors';
import type { Operand, Tensor } from '../tensor.ts';
import { elementwise, type Same } from './elementwise.ts';

/**
 * log |gamma(x)|.
 *
 * ```ts
 * import { compile, lgamma } from '@stokast/autodiff';
 * compile((x) => lgamma(x), [[]])(1) //=> 0
 * ```
 */
export const lgamma = <X extends Operand>(x: X): Same<X> => elementwise('lgamma', x) as never;

/**
 * The derivative of log gamma(x).
 *
 * ```ts
 * import { compile, digamma } from '@stokast/autodiff';
 * compile((x) => digamma(x), [[]])(1) //=> -0.5772156649015329
 * ```
 */
export const digamma = <X extends Operand>(x: X): Same<X> => elementwise('digamma', x) as never;

/**
 * The second derivative of log gamma(x).
 *
 * ```ts
 * import { compile, trigamma } from '@stokast/autodiff';
 * compile((x) => trigamma(x), [[]])(1) //=> 1.6449340668482264
 * ```
 */
export const trigamma = <X extends Operand>(x: X): Same<X> => elementwise('trigamma', x) as never;

/**
 * The error function 2/sqrt(pi) times the integral of e^-t^2 from 0 to x.
 *
 * ```ts
 * import { compile, erf } from '@stokast/autodiff';
 * compile((x) => erf(x), [[]])(0) //=> 0
 * ```
 */
export const erf = <X extends Operand>(x: X): Same<X> => elementwise('erf', x) as never;

/**
 * 1 - erf(x), with all digits where that is small.
 *
 * ```ts
 * import { compile, erfc } from '@stokast/autodiff';
 * compile((x) => erfc(x), [[]])(0) //=> 1
 * ```
 */
export const erfc = <X extends Operand>(x: X): Same<X> => elementwise('erfc', x) as never;

/**
 * The distribution function of the standard normal distribution.
 *
 * ```ts
 * import { compile, normalCdf } from '@stokast/autodiff';
 * compile((x) => normalCdf(x), [[]])(0) //=> 0.5
 * ```
 */
export const normalCdf = <X extends Operand>(x: X): Same<X> => elementwise('normalCdf', x) as never;

/**
 * log normalCdf(x), finite far below 0. Derivative: exp(log density(x) - result), which is about -x there.
 *
 * ```ts
 * import { compile, logNormalCdf } from '@stokast/autodiff';
 * compile((x) => logNormalCdf(x), [[]])(0) //=> -0.6931471805599453
 * ```
 */
export const logNormalCdf = <X extends Operand>(x: X): Same<X> => elementwise('logNormalCdf', x) as never;

/**
 * The inverse of normalCdf: -Infinity at 0, Infinity at 1, NaN outside [0, 1].
 *
 * ```ts
 * import { compile, normalQuantile } from '@stokast/autodiff';
 * compile((x) => normalQuantile(x), [[]])(0.5) //=> 0
 * ```
 */
export const normalQuantile = <X extends Operand>(x: X): Same<X> => elementwise('normalQuantile', x) as never;

/**
 * The derivative of order `order` of digamma: 0 is digamma, 1 trigamma. Throws a RangeError where the order is no
 * integer >= 0.
 *
 * ```ts
 * import { compile, polygamma } from '@stokast/autodiff';
 * compile((x) => polygamma(1, x), [[]])(1) //=> 1.6449340668482264
 * ```
 */
export function polygamma<X extends Operand>(order: number | Tensor, x: X): Same<X> {
  if (typeof order !== 'number') return elementwise('polygamma', order, x) as never;
  if (!Number.isInteger(order) || order < 0) {
    throw rangeFault('Cannot apply polygamma', 'order', order, 'an integer >= 0');
  }
  if (order < 2) return (order === 0 ? digamma(x) : trigamma(x)) as never;
  return elementwise('polygamma', order, x) as never;
}
