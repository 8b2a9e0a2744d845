// Arithmetic: operands broadcast to one shape.
import { typeFault } from '@stokast/core-wasm/errors';
import { record, tensorsOf } from '../record.ts';
import type { DType } from '../shape.ts';
import type { Operand, ShapeOf, Tensor } from '../tensor.ts';
import { elementwise, type Joined, type Same } from './elementwise.ts';

/**
 * The sum a + b of elements.
 *
 * ```ts
 * import { add, compile } from '@stokast/autodiff';
 * compile((x) => add(x, 1), [[2]])([1, 2]) //=> Float64Array(2) [ 2, 3 ]
 * ```
 */
export const add = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('add', a, b) as never;

/**
 * The difference a - b of elements.
 *
 * ```ts
 * import { compile, sub } from '@stokast/autodiff';
 * compile((x) => sub(1, x), [[2]])([1, 2]) //=> Float64Array(2) [ 0, -1 ]
 * ```
 */
export const sub = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('sub', a, b) as never;

/**
 * The product a b of elements; of matrices it is `matmul`.
 *
 * ```ts
 * import { compile, mul } from '@stokast/autodiff';
 * compile((x) => mul(x, [2, 3]), [[2]])([1, 2]) //=> Float64Array(2) [ 2, 6 ]
 * ```
 */
export const mul = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('mul', a, b) as never;

/**
 * The quotient a / b of elements: Infinity or NaN where b is 0.
 *
 * ```ts
 * import { compile, div } from '@stokast/autodiff';
 * compile((x) => div(1, x), [[2]])([2, 4]) //=> Float64Array(2) [ 0.5, 0.25 ]
 * ```
 */
export const div = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('div', a, b) as never;

/**
 * a to the power of b, element by element. An exponent that is a whole number from -16 to 16, 0.5 or
 * -0.5 becomes products and square roots. The derivative in a is b a^(b - 1), also at a = 0; in b it is
 * a^b log a, and 0 at a = 0.
 *
 * ```ts
 * import { compile, pow } from '@stokast/autodiff';
 * compile((x) => pow(x, 3), [[2]])([2, -1]) //=> Float64Array(2) [ 8, -1 ]
 * ```
 */
export const pow = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('pow', a, b) as never;

/**
 * The negative -x.
 *
 * ```ts
 * import { compile, neg } from '@stokast/autodiff';
 * compile((x) => neg(x), [[2]])([1, -2]) //=> Float64Array(2) [ -1, 2 ]
 * ```
 */
export const neg = <X extends Operand>(x: X): Same<X> => elementwise('neg', x) as never;

/**
 * The square x x.
 *
 * ```ts
 * import { compile, square } from '@stokast/autodiff';
 * compile((x) => square(x), [[2]])([3, -2]) //=> Float64Array(2) [ 9, 4 ]
 * ```
 */
export const square = <X extends Operand>(x: X): Same<X> => elementwise('square', x) as never;

/**
 * The square root: NaN below 0. Its derivative at 0 is Infinity; `norm` has a finite one there.
 *
 * ```ts
 * import { compile, sqrt } from '@stokast/autodiff';
 * compile((x) => sqrt(x), [[2]])([4, 9]) //=> Float64Array(2) [ 2, 3 ]
 * ```
 */
export const sqrt = <X extends Operand>(x: X): Same<X> => elementwise('sqrt', x) as never;

/**
 * The absolute value |x|. Its derivative is sign(x): 0 at 0.
 *
 * ```ts
 * import { abs, compile } from '@stokast/autodiff';
 * compile((x) => abs(x), [[2]])([1, -2]) //=> Float64Array(2) [ 1, 2 ]
 * ```
 */
export const abs = <X extends Operand>(x: X): Same<X> => elementwise('abs', x) as never;

/**
 * -1, 0 or 1, as x is below, at or above 0. No derivative: it counts as 0.
 *
 * ```ts
 * import { compile, sign } from '@stokast/autodiff';
 * compile((x) => sign(x), [[3]])([5, 0, -2]) //=> Float64Array(3) [ 1, 0, -1 ]
 * ```
 */
export const sign = <X extends Operand>(x: X): Same<X> => elementwise('sign', x) as never;

/**
 * The largest integer that is not above x. No derivative: it counts as 0.
 *
 * ```ts
 * import { compile, floor } from '@stokast/autodiff';
 * compile((x) => floor(x), [[2]])([1.5, -1.5]) //=> Float64Array(2) [ 1, -2 ]
 * ```
 */
export const floor = <X extends Operand>(x: X): Same<X> => elementwise('floor', x) as never;

/**
 * The least integer that is not below x. No derivative: it counts as 0.
 *
 * ```ts
 * import { ceil, compile } from '@stokast/autodiff';
 * compile((x) => ceil(x), [[2]])([1.5, -1.5]) //=> Float64Array(2) [ 2, -1 ]
 * ```
 */
export const ceil = <X extends Operand>(x: X): Same<X> => elementwise('ceil', x) as never;

/**
 * The nearest integer, of two the even one. No derivative: it counts as 0.
 *
 * ```ts
 * import { compile, round } from '@stokast/autodiff';
 * compile((x) => round(x), [[3]])([1.4, 1.5, 2.5]) //=> Float64Array(3) [ 1, 2, 2 ]
 * ```
 */
export const round = <X extends Operand>(x: X): Same<X> => elementwise('round', x) as never;

/**
 * x as doubles ('f64') or singles ('f32', to the nearest). Throws a TypeError for any other type.
 *
 * ```ts
 * import { cast, compile } from '@stokast/autodiff';
 * compile((x) => cast(x, 'f32'), [[1]])([0.1]) //=> Float32Array(1) [ 0.10000000149011612 ]
 * ```
 */
export function cast<X extends Operand, D extends DType>(x: X, dtype: D): Tensor<ShapeOf<X>, D> {
  if (dtype !== 'f64' && dtype !== 'f32') throw typeFault('Cannot cast', 'dtype', dtype, "'f64' or 'f32'");
  return record('cast', tensorsOf('cast', [x]), { dtype }) as never;
}

/**
 * x, whose derivative is taken to be 0 from here on.
 *
 * ```ts
 * import { compile, grad, stopGradient } from '@stokast/autodiff';
 * compile(grad((x) => x.mul(stopGradient(x))), [[]])(3) //=> 3
 * ```
 */
export const stopGradient = <X extends Operand>(x: X): Same<X> =>
  record('stopGradient', tensorsOf('stopGradient', [x])) as never;
