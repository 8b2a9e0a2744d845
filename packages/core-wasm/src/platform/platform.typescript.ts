// The platform, TypeScript form. Its twin is platform.ts (AssemblyScript): the same names, the same results.
// State: the views of the one buffer that the fallback's kernels work in.

let doubles: Float64Array = new Float64Array(0);
let singles: Float32Array = new Float32Array(0);
let words: Int32Array = new Int32Array(0);
let bytes: Uint8Array = new Uint8Array(0);

/** Points the kernels at their memory; called by the loader, again after each growth. */
export function attach(buffer: ArrayBuffer): void {
  doubles = new Float64Array(buffer);
  singles = new Float32Array(buffer);
  words = new Int32Array(buffer);
  bytes = new Uint8Array(buffer);
}

/** All of memory as elements of one type; `view[i]` is element i counted from address 0. */
export const f64s = (): Float64Array => doubles;
export const f32s = (): Float32Array => singles;
export const i32s = (): Int32Array => words;
export const u8s = (): Uint8Array => bytes;

/** Product of two 32-bit words, low 32 bits. */
export const imul = (a: i32, b: i32): i32 => Math.imul(a, b);

/** Product of two unsigned 32-bit words, high 32 bits. */
export function mulHigh(a: i32, b: i32): i32 {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = (Math.imul(aHigh, bLow) >>> 0) + (Math.imul(aLow, bLow) >>> 16);
  const upper = Math.imul(aLow, bHigh) + (middle & 0xffff);
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (upper >>> 16)) | 0;
}

/** a / b of unsigned words, rounded down; b is not 0. */
export const quotient = (a: i32, b: i32): i32 => ((a >>> 0) / (b >>> 0)) | 0;
/** a mod b of unsigned words; b is not 0. */
export const remainder = (a: i32, b: i32): i32 => ((a >>> 0) % (b >>> 0)) | 0;
/** Leading zero bits of a word; 32 for 0. */
export const clz = (a: i32): i32 => Math.clz32(a);
/** Is a < b as unsigned words? */
export const below = (a: i32, b: i32): boolean => a >>> 0 < b >>> 0;

/** A signed word as a double. */
export const i32ToF64 = (a: i32): f64 => a;
/** An unsigned word as a double. */
export const u32ToF64 = (a: i32): f64 => a >>> 0;
/** A double in (-2^31 - 1, 2^31) as a signed word, towards zero. */
export const f64ToI32 = (x: f64): i32 => x | 0;
/** A double in (-1, 2^32) as the word with that unsigned value, towards zero. */
export const f64ToU32 = (x: f64): i32 => x | 0;
/** A double rounded to single precision. */
export const fround = (x: f64): f32 => Math.fround(x);
/** A single as a double. */
export const f32ToF64 = (x: f32): f64 => x;

const boxed = new Float64Array(1);
const boxedSingle: Float32Array = new Float32Array(boxed.buffer);
const boxedWords: Int32Array = new Int32Array(boxed.buffer);

/** Bits 32..63 of a double. */
export function highWord(x: f64): i32 {
  boxed[0] = x;
  return boxedWords[1];
}
/** Bits 0..31 of a double. */
export function lowWord(x: f64): i32 {
  boxed[0] = x;
  return boxedWords[0];
}
/** The double with these two words. */
export function fromWords(high: i32, low: i32): f64 {
  boxedWords[1] = high;
  boxedWords[0] = low;
  return boxed[0];
}
/** The bits of a single. */
export function singleWord(x: f32): i32 {
  boxedSingle[0] = x;
  return boxedWords[0];
}
/** The single with these bits. */
export function fromSingleWord(a: i32): f32 {
  boxedWords[0] = a;
  return boxedSingle[0];
}

export const sqrt = (x: f64): f64 => Math.sqrt(x);
export const abs = (x: f64): f64 => Math.abs(x);
export const floor = (x: f64): f64 => Math.floor(x);
export const ceil = (x: f64): f64 => Math.ceil(x);

/** x rounded to the nearest integer, ties to even; the sign of zero is kept. */
export function nearest(x: f64): f64 {
  const magnitude = Math.abs(x);
  // From 2^52 on every double is an integer; NaN and the infinities come back as they are.
  if (!(magnitude < 4503599627370496)) return x;
  // Adding and taking away 2^52 rounds at the unit, ties to even.
  const rounded = magnitude + 4503599627370496 - 4503599627370496;
  return copysign(rounded, x);
}

/** |x| with the sign of y. */
export function copysign(x: f64, y: f64): f64 {
  const magnitude = Math.abs(x);
  return y < 0 || (y === 0 && 1 / y < 0) || (y !== y && highWord(y) < 0) ? -magnitude : magnitude;
}

/** The lesser of two, NaN where one is; -0 is less than 0. */
export const least = (a: f64, b: f64): f64 => Math.min(a, b);
/** The larger of two, NaN where one is; -0 is less than 0. */
export const largest = (a: f64, b: f64): f64 => Math.max(a, b);
/** b < a ? b : a, so a NaN in b gives a (WebAssembly's pmin). */
export const pmin = (a: f64, b: f64): f64 => (b < a ? b : a);
/** a < b ? b : a, so a NaN in b gives a (WebAssembly's pmax). */
export const pmax = (a: f64, b: f64): f64 => (a < b ? b : a);

/** Copies `count` bytes; the two ranges may overlap. */
export const copyBytes = (to: usize, from: usize, count: i32): void => {
  bytes.copyWithin(to, from, from + count);
};
/** Sets `count` bytes to 0. */
export const zeroBytes = (to: usize, count: i32): void => {
  bytes.fill(0, to, to + count);
};
