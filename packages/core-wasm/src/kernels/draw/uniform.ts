// Uniform doubles (53 bits, two words) and singles (24 bits, one word) on an interval, each end open or closed.
// Trusts: low < high, high - low finite; with both ends open at least one number lies between them.
//
//   interval   u, for k = the top 53 bits                  P(u = 0), P(u = 1)
//   0  [ )     k 2^-53                                     2^-53, 0
//   1  ( ]     (k + 1) 2^-53                               0, 2^-53
//   2  ( )     (k div 2 + 1/2) 2^-52                       0, 0
//   3  [ ]     (k + b) 2^-53, b the bit below k            2^-54, 2^-54
//
// and likewise with 24 bits for singles: the four conventions of Random123's u01fixedpt.h. A draw is
// low + (high - low) u, rounded; where rounding takes it to an open end, or past a closed one, it is the last number
// inside, so an open end is never reached.
// Twin: simd/draw/uniform.ts

import { f32s, f32ToF64, f64s, fround, i32s, i32ToF64, pmax, pmin, u32ToF64 } from '../../platform/platform';
import { coverWords, TILE_WORDS } from '../rng/words';
import { above, aboveSingle, beneath, beneathSingle } from './neighbours';

/** [ ) is 0, ( ] is 1, ( ) is 2, [ ] is 3. */
const OPEN_CLOSED: i32 = 1;
const OPEN_OPEN: i32 = 2;
const CLOSED_CLOSED: i32 = 3;

/** The least draw. */
export function leastUniform(interval: i32, low: f64): f64 {
  return interval === OPEN_CLOSED || interval === OPEN_OPEN ? above(low) : low;
}

/** The greatest draw. */
export function greatestUniform(interval: i32, high: f64): f64 {
  return interval === OPEN_CLOSED || interval === CLOSED_CLOSED ? high : beneath(high);
}

/** The least single drawn; `low` is a single. */
export function leastSingle(interval: i32, low: f64): f64 {
  return leastUniform(interval, low) === low ? low : f32ToF64(aboveSingle(fround(low)));
}

/** The greatest single drawn; `high` is a single. */
export function greatestSingle(interval: i32, high: f64): f64 {
  return greatestUniform(interval, high) === high ? high : f32ToF64(beneathSingle(fround(high)));
}

/** Fills `out` with n doubles; element i is made of words position + 2i (low half) and the next. */
export function fillUniform(
  source: usize,
  position: f64,
  n: i32,
  interval: i32,
  low: f64,
  high: f64,
  out: usize,
): void {
  const f = f64s();
  const words = i32s();
  const span: f64 = high - low;
  const least = leastUniform(interval, low);
  const greatest = greatestUniform(interval, high);
  const plus: f64 = interval === OPEN_CLOSED ? 1.0 : 0.0;
  const odd: i32 = interval === OPEN_OPEN ? 1 : 0;
  const extra: i32 = interval === CLOSED_CLOSED ? 1 : 0;
  const to = (out >>> 3) as i32;
  for (let done: i32 = 0; done < n; done += TILE_WORDS >> 1) {
    const count: i32 = n - done < TILE_WORDS >> 1 ? n - done : TILE_WORDS >> 1;
    const from = (coverWords(source, position + 2.0 * i32ToF64(done), count << 1) >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) {
      const w0 = words[from + (i << 1)];
      const w1 = words[from + (i << 1) + 1];
      const k: f64 =
        u32ToF64(w1) * 2097152.0 + (i32ToF64(((w0 >>> 11) | odd) + ((w0 >>> 10) & extra)) + plus);
      f[to + done + i] = pmin(pmax(low + span * (k * (1.0 / 9007199254740992.0)), least), greatest);
    }
  }
}

/** Fills `out` with n singles; element i is made of word position + i. `low` and `high` are singles. */
export function fillUniformF32(
  source: usize,
  position: f64,
  n: i32,
  interval: i32,
  low: f64,
  high: f64,
  out: usize,
): void {
  const f = f32s();
  const words = i32s();
  const span: f64 = high - low;
  const least = leastSingle(interval, low);
  const greatest = greatestSingle(interval, high);
  const odd: i32 = interval === OPEN_OPEN ? 1 : 0;
  const plus: i32 = interval === OPEN_CLOSED ? 1 : 0;
  const extra: i32 = interval === CLOSED_CLOSED ? 1 : 0;
  const to = (out >>> 2) as i32;
  for (let done: i32 = 0; done < n; done += TILE_WORDS) {
    const count: i32 = n - done < TILE_WORDS ? n - done : TILE_WORDS;
    const from = (coverWords(source, position + i32ToF64(done), count) >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) {
      const word = words[from + i];
      const k = i32ToF64(((word >>> 8) | odd) + plus + ((word >>> 7) & extra));
      f[to + done + i] = fround(pmin(pmax(low + span * (k * (1.0 / 16777216.0)), least), greatest));
    }
  }
}
