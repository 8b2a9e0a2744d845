// Activations of neural networks.
import { typeFault } from '@stokast/core-wasm/errors';
import type { Operand, Tensor } from '../tensor.ts';
import { add, mul, square } from './arithmetic.ts';
import { lessEqual, where } from './comparisons.ts';
import type { Same } from './elementwise.ts';
import { sigmoid } from './exponential.ts';
import { normalCdf } from './special.ts';

/**
 * max(x, 0); its derivative at 0 is 0.
 *
 * ```ts
 * import { compile, relu } from '@stokast/autodiff';
 * compile((x) => relu(x), [[3]])([-1, 0, 2]) //=> Float64Array(3) [ 0, 0, 2 ]
 * ```
 */
export const relu = <X extends Operand>(x: X): Same<X> => where(lessEqual(x, 0), 0, x) as never;

/**
 * x sigmoid(x), also called swish (Ramachandran, Zoph and Le 2017).
 *
 * ```ts
 * import { compile, silu } from '@stokast/autodiff';
 * compile((x) => silu(x), [[]])(0) //=> 0
 * ```
 */
export const silu = <X extends Operand>(x: X): Same<X> => mul(x, sigmoid(x)) as never;

/**
 * x normalCdf(x) (Hendrycks and Gimpel 2016); 'tanh': their approximation, as in GPT-2,
 * x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))).
 *
 * ```ts
 * import { compile, gelu } from '@stokast/autodiff';
 * compile((x) => gelu(x), [[]])(0) //=> 0
 * ```
 */
export function gelu<X extends Operand>(x: X, form: 'exact' | 'tanh' = 'exact'): Same<X> {
  if (form === 'exact') return mul(x, normalCdf(x)) as never;
  if (form !== 'tanh') throw typeFault('Cannot apply gelu', 'form', form, "'exact' or 'tanh'");
  // (1 + tanh(u)) / 2 = sigmoid(2 u), which takes half the time; 2 sqrt(2/pi), and that times 0.044715.
  const slope = add(1.5957691216057308, mul(0.07135481627260025, square(x)));
  return mul(x, sigmoid(mul(x, slope) as Tensor)) as never;
}
