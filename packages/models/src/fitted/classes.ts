// Classes that are asked for when a model generates.
import { checkInteger } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';

/** A class for all examples, or one for each. */
export type Classes = number | ArrayLike<number>;

/** Options that name classes. */
export interface ClassOption {
  /** A class for all examples, or one for each; only where the model has classes. */
  readonly class?: Classes;
}

/** The class of each of `n` examples, singles for a program; zeros where the model has no classes. */
export function classesOf(
  what: string,
  classes: number,
  given: Classes | undefined,
  n: number,
): Float32Array {
  const out = new Float32Array(n);
  if (classes === 0) {
    if (given !== undefined)
      throw rangeFault(what, 'options.class', given, 'left out: the model has no classes');
    return out;
  }
  if (typeof given === 'number') {
    checkInteger(what, 'options.class', given, 0, classes - 1);
    return out.fill(given);
  }
  if (given?.length !== n)
    throw typeFault(what, 'options.class', given, `a class from 0 to ${classes - 1}, or an array of ${n}`);
  for (let i = 0; i < n; i++) checkInteger(what, `options.class[${i}]`, given[i], 0, classes - 1);
  out.set(given);
  return out;
}
