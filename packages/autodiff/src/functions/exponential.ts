// Exponentials and logarithms.
import type { Operand } from '../tensor.ts';
import { neg } from './arithmetic.ts';
import { elementwise, type Same } from './elementwise.ts';

/**
 * The exponential e^x.
 *
 * ```ts
 * import { compile, exp } from '@stokast/autodiff';
 * compile((x) => exp(x), [[]])(0) //=> 1
 * ```
 */
export const exp = <X extends Operand>(x: X): Same<X> => elementwise('exp', x) as never;

/**
 * e^x - 1, with all digits where x is near 0.
 *
 * ```ts
 * import { compile, expm1 } from '@stokast/autodiff';
 * compile((x) => expm1(x), [[]])(0) //=> 0
 * ```
 */
export const expm1 = <X extends Operand>(x: X): Same<X> => elementwise('expm1', x) as never;

/**
 * The natural logarithm: -Infinity at 0, NaN below.
 *
 * ```ts
 * import { compile, log } from '@stokast/autodiff';
 * compile((x) => log(x), [[]])(1) //=> 0
 * ```
 */
export const log = <X extends Operand>(x: X): Same<X> => elementwise('log', x) as never;

/**
 * log(1 + x), with all digits where x is near 0.
 *
 * ```ts
 * import { compile, log1p } from '@stokast/autodiff';
 * compile((x) => log1p(x), [[]])(0) //=> 0
 * ```
 */
export const log1p = <X extends Operand>(x: X): Same<X> => elementwise('log1p', x) as never;

/**
 * The logistic function 1 / (1 + e^-x).
 *
 * ```ts
 * import { compile, sigmoid } from '@stokast/autodiff';
 * compile((x) => sigmoid(x), [[]])(0) //=> 0.5
 * ```
 */
export const sigmoid = <X extends Operand>(x: X): Same<X> => elementwise('sigmoid', x) as never;

/**
 * log(1 + e^x), without overflow. Derivative: sigmoid(x).
 *
 * ```ts
 * import { compile, softplus } from '@stokast/autodiff';
 * compile((x) => softplus(x), [[]])(1000) //=> 1000
 * ```
 */
export const softplus = <X extends Operand>(x: X): Same<X> => elementwise('softplus', x) as never;

/**
 * log(1 - e^x) for x < 0, with all digits near 0 and far from it (Maechler 2012); NaN above 0.
 *
 * ```ts
 * import { compile, log1mexp } from '@stokast/autodiff';
 * compile((x) => log1mexp(x), [[]])(-1000) //=> -0
 * ```
 */
export const log1mexp = <X extends Operand>(x: X): Same<X> => elementwise('log1mexp', x) as never;

/**
 * log sigmoid(x) = -log(1 + e^-x), without overflow: the log-probability of a success whose logit is x.
 *
 * ```ts
 * import { compile, logSigmoid } from '@stokast/autodiff';
 * compile((x) => logSigmoid(x), [[]])(-1000) //=> -1000
 * ```
 */
export const logSigmoid = <X extends Operand>(x: X): Same<X> => neg(softplus(neg(x))) as never;
