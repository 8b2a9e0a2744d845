// @ts-nocheck: AssemblyScript
// The platform, AssemblyScript form. Its twin for every JavaScript engine is platform.typescript.ts:
// the same names, the same results for every argument that a kernel may pass.

/** All of linear memory as elements of one type; `view[i]` is element i counted from address 0. */
@unmanaged
class F64View {
  @inline @operator("[]") get(i: i32): f64 { return load<f64>(<usize>i << 3); }
  @inline @operator("[]=") set(i: i32, x: f64): void { store<f64>(<usize>i << 3, x); }
}
@unmanaged
class F32View {
  @inline @operator("[]") get(i: i32): f32 { return load<f32>(<usize>i << 2); }
  @inline @operator("[]=") set(i: i32, x: f32): void { store<f32>(<usize>i << 2, x); }
}
@unmanaged
class I32View {
  @inline @operator("[]") get(i: i32): i32 { return load<i32>(<usize>i << 2); }
  @inline @operator("[]=") set(i: i32, x: i32): void { store<i32>(<usize>i << 2, x); }
}
@unmanaged
class U8View {
  @inline @operator("[]") get(i: i32): i32 { return <i32>load<u8>(<usize>i); }
  @inline @operator("[]=") set(i: i32, x: i32): void { store<u8>(<usize>i, <u8>x); }
}

// @ts-ignore: decorator
@inline export function f64s(): F64View { return changetype<F64View>(0); }
// @ts-ignore: decorator
@inline export function f32s(): F32View { return changetype<F32View>(0); }
// @ts-ignore: decorator
@inline export function i32s(): I32View { return changetype<I32View>(0); }
// @ts-ignore: decorator
@inline export function u8s(): U8View { return changetype<U8View>(0); }

/** Product of two 32-bit words, low 32 bits. */
// @ts-ignore: decorator
@inline export function imul(a: i32, b: i32): i32 { return a * b; }
/** Product of two unsigned 32-bit words, high 32 bits. */
// @ts-ignore: decorator
@inline export function mulHigh(a: i32, b: i32): i32 { return <i32>((<u64><u32>a * <u64><u32>b) >>> 32); }
/** a / b of unsigned words, rounded down; b is not 0. */
// @ts-ignore: decorator
@inline export function quotient(a: i32, b: i32): i32 { return <i32>(<u32>a / <u32>b); }
/** a mod b of unsigned words; b is not 0. */
// @ts-ignore: decorator
@inline export function remainder(a: i32, b: i32): i32 { return <i32>(<u32>a % <u32>b); }
/** Leading zero bits of a word; 32 for 0. */
// @ts-ignore: decorator
@inline export function clz(a: i32): i32 { return i32.clz(a); }
/** Is a < b as unsigned words? */
// @ts-ignore: decorator
@inline export function below(a: i32, b: i32): bool { return <u32>a < <u32>b; }

/** A signed word as a double. */
// @ts-ignore: decorator
@inline export function i32ToF64(a: i32): f64 { return <f64>a; }
/** An unsigned word as a double. */
// @ts-ignore: decorator
@inline export function u32ToF64(a: i32): f64 { return <f64><u32>a; }
/** A double in (-2^31 - 1, 2^31) as a signed word, towards zero. */
// @ts-ignore: decorator
@inline export function f64ToI32(x: f64): i32 { return <i32>x; }
/** A double in (-1, 2^32) as the word with that unsigned value, towards zero. */
// @ts-ignore: decorator
@inline export function f64ToU32(x: f64): i32 { return <i32><u32>x; }
/** A double rounded to single precision; a single, which asc keeps as one, is that already. */
// @ts-ignore: decorator
@inline export function fround<T>(x: T): f32 { return <f32>x; }
/** A single as a double. */
// @ts-ignore: decorator
@inline export function f32ToF64(x: f32): f64 { return <f64>x; }

/** Bits 32..63 of a double. */
// @ts-ignore: decorator
@inline export function highWord(x: f64): i32 { return <i32>(reinterpret<u64>(x) >>> 32); }
/** Bits 0..31 of a double. */
// @ts-ignore: decorator
@inline export function lowWord(x: f64): i32 { return <i32>reinterpret<u64>(x); }
/** The double with these two words. */
// @ts-ignore: decorator
@inline export function fromWords(high: i32, low: i32): f64 { return reinterpret<f64>((<u64><u32>high << 32) | <u64><u32>low); }
/** The bits of a single. */
// @ts-ignore: decorator
@inline export function singleWord(x: f32): i32 { return reinterpret<i32>(x); }
/** The single with these bits. */
// @ts-ignore: decorator
@inline export function fromSingleWord(a: i32): f32 { return reinterpret<f32>(a); }

// @ts-ignore: decorator
@inline export function sqrt(x: f64): f64 { return f64.sqrt(x); }
// @ts-ignore: decorator
@inline export function abs(x: f64): f64 { return f64.abs(x); }
// @ts-ignore: decorator
@inline export function floor(x: f64): f64 { return f64.floor(x); }
// @ts-ignore: decorator
@inline export function ceil(x: f64): f64 { return f64.ceil(x); }
/** x rounded to the nearest integer, ties to even; the sign of zero is kept. */
// @ts-ignore: decorator
@inline export function nearest(x: f64): f64 { return f64.nearest(x); }
/** |x| with the sign of y. */
// @ts-ignore: decorator
@inline export function copysign(x: f64, y: f64): f64 { return f64.copysign(x, y); }
/** The lesser of two, NaN where one is; -0 is less than 0. */
// @ts-ignore: decorator
@inline export function least(a: f64, b: f64): f64 { return f64.min(a, b); }
/** The larger of two, NaN where one is; -0 is less than 0. */
// @ts-ignore: decorator
@inline export function largest(a: f64, b: f64): f64 { return f64.max(a, b); }
/** b < a ? b : a, so a NaN in b gives a (WebAssembly's pmin). */
// @ts-ignore: decorator
@inline export function pmin(a: f64, b: f64): f64 { return b < a ? b : a; }
/** a < b ? b : a, so a NaN in b gives a (WebAssembly's pmax). */
// @ts-ignore: decorator
@inline export function pmax(a: f64, b: f64): f64 { return a < b ? b : a; }

/** Copies `bytes` bytes; the two ranges may overlap. */
// @ts-ignore: decorator
@inline export function copyBytes(to: usize, from: usize, bytes: i32): void { memory.copy(to, from, bytes); }
/** Sets `bytes` bytes to 0. */
// @ts-ignore: decorator
@inline export function zeroBytes(to: usize, bytes: i32): void { memory.fill(to, 0, bytes); }
