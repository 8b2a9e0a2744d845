// The draws that a stream makes without a distribution: their checks and their kernels.
import { machine } from '@stokast/core-wasm';
import {
  allocate,
  checkAttached,
  checkCount,
  checkInteger,
  checkOneOf,
  MAX_LENGTH,
  type NumberArray,
  typedName,
} from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { withTable } from '../data.ts';
import { fillThrough } from './fill.ts';
import type { Stream } from './stream.ts';

/** Which ends of the unit interval can be drawn, as in mathematics: `[` and `]` can. */
export type Interval = '[)' | '(]' | '()' | '[]';
/** In the order of the kernel's numbers. */
const INTERVALS: readonly Interval[] = ['[)', '(]', '()', '[]'];

const MAX_SAFE: number = Number.MAX_SAFE_INTEGER;

/** See `Stream.uniform`. */
export function drawUniforms(
  stream: Stream,
  n: number | undefined,
  interval: Interval,
): number | Float64Array {
  const what = 'Cannot draw uniforms';
  checkOneOf(what, 'interval', interval, INTERVALS);
  if (n !== undefined) checkCount(what, 'n', n);
  const code = INTERVALS.indexOf(interval);
  const out = allocate(what, 'n', n ?? 1, Float64Array);
  fillThrough(stream, out, 2, 'f64', (m, source, position, count, to) =>
    m.kernels.fillUniform(source, position, count, code, 0, 1, to),
  );
  return n === undefined ? out[0] : out;
}

/** Up to it, word * range is exact as a double. */
const EXACT_RANGE = 2097152;

/** See `Stream.integers`. */
export function drawIntegers(stream: Stream, low: number, high: number, n: number): Float64Array;
export function drawIntegers(stream: Stream, low: number, high: number, n?: number): number | Float64Array;
export function drawIntegers(stream: Stream, low: number, high: number, n?: number): number | Float64Array {
  const what = 'Cannot draw integers';
  checkInteger(what, 'low', low, -MAX_SAFE, MAX_SAFE);
  checkInteger(what, 'high', high, -MAX_SAFE, MAX_SAFE);
  const range = high - low;
  if (!(range > 0)) throw rangeFault(what, 'high', high, `> low (${low})`);
  if (range > MAX_SAFE)
    throw rangeFault(what, 'high', high, `such that high - low is a safe integer (low is ${low})`);
  if (n === undefined && range <= EXACT_RANGE) {
    // The kernel's rule; where the word may have to be drawn again, it is left to it.
    const position = stream.position;
    const product = stream.nextWord() * range;
    const integer = Math.floor(product / 4294967296);
    if (product - integer * 4294967296 >= range) return low + integer;
    return drawIntegers(stream.at(position), low, high, 1)[0];
  }
  if (n !== undefined) checkCount(what, 'n', n);
  const out = allocate(what, 'n', n ?? 1, Float64Array);
  if (range <= 4294967296) {
    fillThrough(stream, out, 1, 'u32', (m, source, position, count, to) =>
      m.kernels.fillBelow(source, position, count, range | 0, to),
    );
  } else {
    fillThrough(stream, out, 2, 'f64', (m, source, position, count, to) =>
      m.kernels.fillBelow53(source, position, count, range, to),
    );
  }
  for (let i = 0; i < out.length; i++) out[i] += low;
  return n === undefined ? out[0] : out;
}

/** See `Stream.shuffle`. */
export function shuffleArray<T extends unknown[] | NumberArray | BigInt64Array | BigUint64Array>(
  stream: Stream,
  array: T,
): T {
  const what = 'Cannot shuffle';
  const typed = typedName(array) !== undefined;
  if (typed) {
    if (array.length === 0) checkAttached(what, 'array', array as NumberArray);
  } else if (!Array.isArray(array) || Object.isFrozen(array)) {
    throw typeFault(what, 'array', array, 'an array, ordinary or typed, that is not frozen');
  }
  const n = array.length;
  if (n > MAX_LENGTH) throw rangeFault(what, 'array.length', n, `at most ${MAX_LENGTH}`, 'STOKAST_E_LENGTH');
  const elements = array as unknown[];
  const before = typed ? elements.slice() : Array.from(elements);
  const order = randomOrder(stream, n);
  for (let i = 0; i < n; i++) elements[i] = before[order[i]];
  return array;
}

/** 0 .. n - 1 in random order: one draw of one word. */
function randomOrder(stream: Stream, n: number): Int32Array {
  const m = machine();
  return withTable(m, 4 * n, (address) => {
    const from = address >> 2;
    for (let i = 0; i < n; i++) m.i32[from + i] = i;
    m.kernels.shuffle(stream.sourceIn(m), stream.take(1), n, address);
    return m.i32.slice(from, from + n);
  });
}

/** See `Stream.choice`. */
export function chooseIntegers(stream: Stream, n: number, k: number): Int32Array {
  const what = 'Cannot choose';
  checkInteger(what, 'n', n, 0, 2147483647);
  checkInteger(what, 'k', k, 0, Math.min(n, 33554432));
  const m = machine();
  const bytes = m.kernels.chooseBytes(k);
  return withTable(m, bytes + 4 * k, (table) => {
    const out = table + bytes;
    m.kernels.choose(stream.sourceIn(m), stream.take(1), n, k, table, out);
    return m.i32.slice(out >> 2, (out >> 2) + k);
  });
}
