// Trigonometric and hyperbolic functions, and their inverses.
import type { Operand } from '../tensor.ts';
import { elementwise, type Same } from './elementwise.ts';

/**
 * The sine of x radians.
 *
 * ```ts
 * import { compile, sin } from '@stokast/autodiff';
 * compile((x) => sin(x), [[]])(0) //=> 0
 * ```
 */
export const sin = <X extends Operand>(x: X): Same<X> => elementwise('sin', x) as never;

/**
 * The cosine of x radians.
 *
 * ```ts
 * import { compile, cos } from '@stokast/autodiff';
 * compile((x) => cos(x), [[]])(0) //=> 1
 * ```
 */
export const cos = <X extends Operand>(x: X): Same<X> => elementwise('cos', x) as never;

/**
 * The tangent of x radians.
 *
 * ```ts
 * import { compile, tan } from '@stokast/autodiff';
 * compile((x) => tan(x), [[]])(0) //=> 0
 * ```
 */
export const tan = <X extends Operand>(x: X): Same<X> => elementwise('tan', x) as never;

/**
 * The angle in [-pi/2, pi/2] whose sine is x: NaN outside [-1, 1].
 *
 * ```ts
 * import { asin, compile } from '@stokast/autodiff';
 * compile((x) => asin(x), [[]])(0) //=> 0
 * ```
 */
export const asin = <X extends Operand>(x: X): Same<X> => elementwise('asin', x) as never;

/**
 * The angle in [0, pi] whose cosine is x: NaN outside [-1, 1].
 *
 * ```ts
 * import { acos, compile } from '@stokast/autodiff';
 * compile((x) => acos(x), [[]])(1) //=> 0
 * ```
 */
export const acos = <X extends Operand>(x: X): Same<X> => elementwise('acos', x) as never;

/**
 * The angle in [-pi/2, pi/2] whose tangent is x.
 *
 * ```ts
 * import { atan, compile } from '@stokast/autodiff';
 * compile((x) => atan(x), [[]])(0) //=> 0
 * ```
 */
export const atan = <X extends Operand>(x: X): Same<X> => elementwise('atan', x) as never;

/**
 * The hyperbolic sine (e^x - e^-x) / 2.
 *
 * ```ts
 * import { compile, sinh } from '@stokast/autodiff';
 * compile((x) => sinh(x), [[]])(0) //=> 0
 * ```
 */
export const sinh = <X extends Operand>(x: X): Same<X> => elementwise('sinh', x) as never;

/**
 * The hyperbolic cosine (e^x + e^-x) / 2.
 *
 * ```ts
 * import { compile, cosh } from '@stokast/autodiff';
 * compile((x) => cosh(x), [[]])(0) //=> 1
 * ```
 */
export const cosh = <X extends Operand>(x: X): Same<X> => elementwise('cosh', x) as never;

/**
 * The hyperbolic tangent.
 *
 * ```ts
 * import { compile, tanh } from '@stokast/autodiff';
 * compile((x) => tanh(x), [[]])(0) //=> 0
 * ```
 */
export const tanh = <X extends Operand>(x: X): Same<X> => elementwise('tanh', x) as never;

/**
 * The inverse of the hyperbolic sine.
 *
 * ```ts
 * import { asinh, compile } from '@stokast/autodiff';
 * compile((x) => asinh(x), [[]])(0) //=> 0
 * ```
 */
export const asinh = <X extends Operand>(x: X): Same<X> => elementwise('asinh', x) as never;

/**
 * The inverse of the hyperbolic cosine: NaN below 1.
 *
 * ```ts
 * import { acosh, compile } from '@stokast/autodiff';
 * compile((x) => acosh(x), [[]])(1) //=> 0
 * ```
 */
export const acosh = <X extends Operand>(x: X): Same<X> => elementwise('acosh', x) as never;

/**
 * The inverse of the hyperbolic tangent: NaN outside [-1, 1].
 *
 * ```ts
 * import { atanh, compile } from '@stokast/autodiff';
 * compile((x) => atanh(x), [[]])(0) //=> 0
 * ```
 */
export const atanh = <X extends Operand>(x: X): Same<X> => elementwise('atanh', x) as never;
