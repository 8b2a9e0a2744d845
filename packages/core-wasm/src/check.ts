// The checks of every public argument: name, value, allowed range; the message is built only on failure.
import { rangeFault, typeFault } from './errors';

/** The most elements that one call makes an array for: 2^27, 1 GiB of doubles. Fill longer arrays of your own. */
export const MAX_LENGTH: number = 134217728;

function isNumber(what: string, parameter: string, value: unknown, allowed: string): asserts value is number {
  if (typeof value !== 'number') throw typeFault(what, parameter, value, `a number ${allowed}`);
}

/** A finite number. */
export function checkFinite(what: string, parameter: string, value: unknown): asserts value is number {
  isNumber(what, parameter, value, 'that is finite');
  if (!Number.isFinite(value)) throw rangeFault(what, parameter, value, 'finite');
}

/** A number > 0 and finite. */
export function checkPositive(what: string, parameter: string, value: unknown): asserts value is number {
  isNumber(what, parameter, value, '> 0 and finite');
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw rangeFault(what, parameter, value, '> 0 and finite');
}

/** A number in [0, 1]. */
export function checkProbability(what: string, parameter: string, value: unknown): asserts value is number {
  isNumber(what, parameter, value, 'in [0, 1]');
  if (!(value >= 0 && value <= 1)) throw rangeFault(what, parameter, value, 'in [0, 1]');
}

/** A number in [low, high]. */
export function checkBetween(
  what: string,
  parameter: string,
  value: unknown,
  low: number,
  high: number,
): asserts value is number {
  isNumber(what, parameter, value, `in [${low}, ${high}]`);
  if (!(value >= low && value <= high)) throw rangeFault(what, parameter, value, `in [${low}, ${high}]`);
}

/** An integer in [low, high]. */
export function checkInteger(
  what: string,
  parameter: string,
  value: unknown,
  low: number,
  high: number,
): asserts value is number {
  if (Number.isInteger(value) && (value as number) >= low && (value as number) <= high) return;
  const fault = typeof value === 'number' ? rangeFault : typeFault;
  throw fault(what, parameter, value, `an integer in [${low}, ${high}]`);
}

/** How many draws: an integer in [0, 2^27]. */
export function checkCount(what: string, parameter: string, value: unknown): asserts value is number {
  checkInteger(what, parameter, value, 0, MAX_LENGTH);
}

/** A plain object, not null and not an array. */
export function checkObject(what: string, parameter: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw typeFault(what, parameter, value, 'an object');
  }
}

/** An options object with no other names than `known`; a typo gets the nearest name as a hint. */
export function checkOptions(
  what: string,
  value: unknown,
  known: readonly string[],
): asserts value is object {
  checkObject(what, 'options', value);
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      const near = nearest(name, known);
      const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
      throw typeFault(
        what,
        `options.${name}`,
        (value as Record<string, unknown>)[name],
        `left out: the options are ${known.join(', ')}${hint}`,
      );
    }
  }
}

/** A function. */
export function checkFunction(
  what: string,
  parameter: string,
  value: unknown,
): asserts value is (...a: never[]) => unknown {
  if (typeof value !== 'function') throw typeFault(what, parameter, value, 'a function');
}

/** One of a list of strings; a typo gets the nearest one as a hint. */
export function checkOneOf<T extends string>(
  what: string,
  parameter: string,
  value: unknown,
  allowed: readonly T[],
): asserts value is T {
  const list = allowed.map((name) => `'${name}'`).join(', ');
  if (typeof value !== 'string') throw typeFault(what, parameter, value, `one of ${list}`);
  if (!(allowed as readonly string[]).includes(value)) {
    const near = nearest(value, allowed);
    throw rangeFault(
      what,
      parameter,
      value,
      `one of ${list}${near === undefined ? '' : ` (did you mean '${near}'?)`}`,
    );
  }
}

/** The typed arrays of numbers that hold any caller's values, by name. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

const typedPrototype: Uint8Array = /* @__PURE__ */ Object.getPrototypeOf(Uint8Array.prototype);
const nameOfTyped = /* @__PURE__ */ (() =>
  Object.getOwnPropertyDescriptor(typedPrototype, Symbol.toStringTag)?.get as () => string | undefined)();

/** 'Float64Array' and the like for a typed array of any realm; undefined for all else, proxies of one included. */
export function typedName(value: unknown): string | undefined {
  return nameOfTyped.call(value);
}

/** Doubles, of any realm. */
export const isDoubles = (value: unknown): value is Float64Array => typedName(value) === 'Float64Array';

/** A typed array of one of the types named, whose buffer is still there. */
export function checkTyped(
  what: string,
  parameter: string,
  value: unknown,
  allowed: readonly string[],
): asserts value is NumberArray {
  const name = typedName(value);
  if (name === undefined || !allowed.includes(name)) {
    throw typeFault(what, parameter, value, `a ${allowed.join(', ')}`.replace(/, (?=[^,]*$)/, ' or '));
  }
  if ((value as NumberArray).length === 0) checkAttached(what, parameter, value as NumberArray);
}

/** Tells an array whose buffer is gone, or has shrunk beneath it, from an empty one: all have length 0. */
export function checkAttached(what: string, parameter: string, value: NumberArray): void {
  try {
    typedPrototype.keys.call(value);
  } catch {
    throw typeFault(what, parameter, value, 'an array whose buffer is still there');
  }
}

/** An array with `length` elements of its own making, or a RangeError (STOKAST_E_MEMORY) that says how much was asked. */
export function allocate<T extends Float64Array | Float32Array | Int32Array | Uint32Array>(
  what: string,
  parameter: string,
  length: number,
  type: new (length: number) => T,
): T {
  try {
    return new type(length);
  } catch {
    throw rangeFault(what, parameter, length, 'small enough for the memory there is', 'STOKAST_E_MEMORY');
  }
}

/** The name in `known` that is at most two edits away from `name`, if there is one. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = 3;
  for (const candidate of known) {
    const distance = edits(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least && distance < candidate.length) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Optimal string alignment distance (Damerau 1964): insertions, deletions, changes, swaps of neighbours. */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}
