// What configurations of models have in common: defaults filled in, and checks.
import { checkBetween, type checkFinite, checkInteger } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';

/** `options` over `defaults`, those that are undefined left out. */
export const over = <C extends object>(defaults: C, options: object): C => ({
  ...defaults,
  ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
});

export function checkSizes(
  what: string,
  parameter: string,
  list: unknown,
): asserts list is readonly number[] {
  if (!Array.isArray(list)) throw typeFault(what, parameter, list, 'an array of integers');
  for (const [i, size] of list.entries()) checkInteger(what, `${parameter}[${i}]`, size, 1, 65536);
}

/** A share that is less than all. */
export function checkShare(what: string, parameter: string, value: unknown): asserts value is number {
  checkBetween(what, parameter, value, 0, 1);
  if (value === 1) throw rangeFault(what, parameter, value, 'in [0, 1)');
}

/** How many classes a generative model has: 0 for none. */
export function checkClasses(what: string, classes: unknown): void {
  checkInteger(what, 'classes', classes, 0, 65536);
  if (classes === 1) throw rangeFault(what, 'classes', 1, '0, for none, or 2 and more');
}

/** A number, or one for each number of an example; null stands for what the data have. */
export function checkEach(
  what: string,
  parameter: string,
  value: unknown,
  size: number,
  check: typeof checkFinite,
): void {
  if (value === null) return;
  if (!Array.isArray(value)) {
    check(what, parameter, value);
    return;
  }
  if (value.length !== size) throw rangeFault(what, `${parameter}.length`, value.length, `${size}`);
  for (const [i, each] of value.entries()) check(what, `${parameter}[${i}]`, each);
}

/** A list as a frozen copy, anything else as it is. */
export const frozen = <V>(value: V): V => (Array.isArray(value) ? (Object.freeze([...value]) as V) : value);
