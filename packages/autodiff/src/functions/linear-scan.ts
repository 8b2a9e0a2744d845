// Recurrences that are linear in what they carry.
import { record } from '../record.ts';
import type { Tensor } from '../tensor.ts';

/**
 * y[t] = a[t] y[t - 1] + b[t] along the first axis of b, with y[-1] = initial (zeros without it); in reverse, from
 * the last step to the first with y[t + 1]. `a` is one number, one a step, or one an element.
 */
export function linearScan(a: Tensor, b: Tensor, initial: Tensor | undefined, reverse: boolean): Tensor {
  return record('linearScan', initial ? [a, b, initial] : [a, b], { reverse });
}
