// Vectors in ascending order.
import { rangeFault } from '@stokast/core-wasm/errors';
import { concat, cumulativeSum, exp, log, slice, sub, sum } from '../functions/index.ts';
import { showShape } from '../shape.ts';
import type { Constraint } from './constraint.ts';

/**
 * Vectors of strictly ascending numbers: the first is free, then each is the one before plus exp(free), as in Stan's
 * reference manual, chapter "Constraint transforms".
 */
export const ordered: Constraint = {
  allowed: 'strictly ascending',
  free(parameter, shape) {
    if (shape.length === 1) return shape[0];
    throw rangeFault(
      'Cannot constrain parameters',
      `${parameter}.shape`,
      showShape(shape),
      'a vector, [k], to be ordered',
      'STOKAST_E_SHAPE',
    );
  },
  constrain(free, [k]) {
    if (k === 1) return { value: free, logJacobian: 0 };
    const steps = slice(free, [1]);
    const value = cumulativeSum(concat([slice(free, [0, 1]), exp(steps)], 0), 0);
    return { value, logJacobian: sum(steps) };
  },
  unconstrain(value) {
    const [k] = value.shape;
    if (k === 1) return value;
    return concat([slice(value, [0, 1]), log(sub(slice(value, [1]), slice(value, [null, -1])))], 0);
  },
};
