// @ts-nocheck: AssemblyScript
// Uniforms, two doubles or four singles at a time. Twin of kernels/draw/uniform.ts.

import { PART } from '../../platform/scratch';
import { coverWords } from '../rng/words';
import { greatestSingle, greatestUniform, leastSingle, leastUniform } from './uniform.portable';

// Constants that V8 keeps in registers only when they come from memory: 2^-1, 2^31, their sum; 2^-24.
const NUMBERS: usize = memory.data<f64>([0.5, 2147483648.0, 2147483648.5, 5.9604644775390625e-8], 16);
const LOW_WORDS: usize = memory.data<u64>([0xffffffff], 16);
// @ts-ignore: decorator
@inline function number(index: usize): v128 { return v128.load64_splat(NUMBERS + (index << 3)); }

/** k 2^-53 for two k < 2^54: low 32 bits under the exponent of 2^52, the rest under that of 2^84, scaled by 2^-53. */
// @ts-ignore: decorator
@inline function scaled(k: v128, lowWords: v128, exponent52: v128, exponent84: v128, both: v128): v128 {
  return f64x2.add(f64x2.sub(v128.or(i64x2.shr_u(k, 32), exponent84), both), v128.or(v128.and(k, lowWords), exponent52));
}

// The bits of 1.0, and 1.
const ONES: usize = memory.data<u64>([0x3ff0000000000000, 1], 16);

/** k 2^-53 for k = bits >>> 11: its upper 52 bits under the exponent of 1, less 1 less its last bit times 2^-53. */
// @ts-ignore: decorator
@inline function standard(bits: v128, one: v128, bit: v128): v128 {
  return f64x2.sub(v128.or(i64x2.shr_u(bits, 12), one), i64x2.sub(one, v128.and(i64x2.shr_u(bits, 11), bit)));
}

/** The interval [0, 1), without the work that gives other ends; n is a multiple of 8. */
function fillStandard(source: usize, position: f64, n: i32, out: usize): void {
  const one = v128.load64_splat(ONES), bit = v128.load64_splat(ONES + 8);
  while (n > 0) {
    const count = min(n, 1024);
    const tile = coverWords(source, position, count << 1);
    for (let i: usize = 0; i < <usize>count << 3; i += 64) {
      v128.store(out + i, standard(v128.load(tile + i), one, bit));
      v128.store(out + i, standard(v128.load(tile + i, 16), one, bit), 16);
      v128.store(out + i, standard(v128.load(tile + i, 32), one, bit), 32);
      v128.store(out + i, standard(v128.load(tile + i, 48), one, bit), 48);
    }
    n -= count;
    position += 2048.0;
    out += 8192;
  }
}

/** Fills `out` with n doubles; element i is made of words position + 2i (low half) and the next. */
export function fillUniform(source: usize, position: f64, n: i32, interval: i32, low: f64, high: f64, out: usize): void {
  if (interval === 0 && low === 0.0 && high === 1.0) {
    const whole = n & -8;
    fillStandard(source, position, whole, out);
    n -= whole;
    position += <f64>(whole << 1);
    out += <usize>whole << 3;
  }
  const lows = f64x2.splat(low), spans = f64x2.splat(high - low);
  const least = f64x2.splat(leastUniform(interval, low)), greatest = f64x2.splat(greatestUniform(interval, high));
  // k of the table in the portable kernel is (((bits >>> 10) + carry) >>> 1) | odd.
  const carry = i64x2.splat(interval === 1 ? 2 : interval === 3 ? 1 : 0), odd = i64x2.splat(interval === 2 ? 1 : 0);
  const lowWords = v128.load64_splat(LOW_WORDS), exponent52 = number(0), exponent84 = number(1), both = number(2);
  while (n > 1) {
    const count = min(n, 1024) & -2;
    const tile = coverWords(source, position, count << 1);
    for (let i: usize = 0; i < <usize>count << 3; i += 16) {
      const k = v128.or(i64x2.shr_u(i64x2.add(i64x2.shr_u(v128.load(tile + i), 10), carry), 1), odd);
      const u = scaled(k, lowWords, exponent52, exponent84, both);
      v128.store(out + i, f64x2.pmin(f64x2.pmax(f64x2.add(lows, f64x2.mul(spans, u)), least), greatest));
    }
    n -= count;
    position += <f64>(count << 1);
    out += <usize>count << 3;
  }
  if (n > 0) {
    fillUniform(source, position, 2, interval, low, high, PART);
    store<f64>(out, load<f64>(PART));
  }
}

/** Fills `out` with n singles; element i is made of word position + i. `low` and `high` are singles. */
export function fillUniformF32(source: usize, position: f64, n: i32, interval: i32, low: f64, high: f64, out: usize): void {
  const lows = f64x2.splat(low), spans = f64x2.splat(high - low), scale = number(3);
  const least = f64x2.splat(leastSingle(interval, low)), greatest = f64x2.splat(greatestSingle(interval, high));
  const carry = i32x4.splat(interval === 1 ? 2 : interval === 3 ? 1 : 0), odd = i32x4.splat(interval === 2 ? 1 : 0);
  while (n > 3) {
    const count = min(n, 2048) & -4;
    const tile = coverWords(source, position, count);
    for (let i: usize = 0; i < <usize>count << 2; i += 16) {
      const k = v128.or(i32x4.shr_u(i32x4.add(i32x4.shr_u(v128.load(tile + i), 7), carry), 1), odd);
      const a = f64x2.mul(f64x2.convert_low_i32x4_s(k), scale);
      const b = f64x2.mul(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(k, k, 2, 3, 2, 3)), scale);
      const p = f32x4.demote_f64x2_zero(f64x2.pmin(f64x2.pmax(f64x2.add(lows, f64x2.mul(spans, a)), least), greatest));
      const q = f32x4.demote_f64x2_zero(f64x2.pmin(f64x2.pmax(f64x2.add(lows, f64x2.mul(spans, b)), least), greatest));
      v128.store(out + i, v128.shuffle<i64>(p, q, 0, 2));
    }
    n -= count;
    position += <f64>count;
    out += <usize>count << 2;
  }
  if (n > 0) {
    fillUniformF32(source, position, 4, interval, low, high, PART);
    for (let i: usize = 0; i < <usize>n << 2; i += 4) store<f32>(out + i, load<f32>(PART + i));
  }
}
