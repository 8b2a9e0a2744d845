// What a running snippet reports to: the value or the print-out of each statement that a `//=>` follows.
import { format, inspect } from 'node:util';

const settings = { depth: 6, breakLength: 100, compact: true, maxArrayLength: 8, sorted: false };
let printed = [];
let said = {};

/** Console that keeps what is printed. */
const keep = (...parts) => void printed.push(format(...parts));
export const console = { log: keep, info: keep, warn: keep, error: keep, table: keep };

/** A statement begins. */
export function begin() {
  printed = [];
}

/** A statement has ended, with this value: what it printed counts first. */
export function value(index, result) {
  said[index] = printed.length > 0 ? printed.join('\n') : inspect(result, settings);
}

/** A statement threw. */
export function threw(index, error) {
  said[index] = `${error?.name}: ${error?.message}`;
}

/** What has been said since the last call. */
export function taken() {
  const all = said;
  said = {};
  printed = [];
  return all;
}
