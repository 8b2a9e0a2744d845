// @ts-nocheck: AssemblyScript
// First look at the logits, four at a time. Twin of kernels/tokens/scan.ts.

import { tokenMaxima as portableMaxima } from './scan.portable';

/** Writes the largest logit of each block to `maxima` and returns the largest of all, as the portable form says. */
export function tokenMaxima(logits: usize, n: i32, maxima: usize): f64 {
  const whole = n & ~127;
  let most = f32x4.splat(-Infinity);
  let bad = i32x4.splat(0);
  const zero = f32x4.splat(0);
  for (let i = 0; i < whole; i += 128) {
    let a = f32x4.splat(-Infinity), b = a;
    for (const end = logits + 512; logits < end; logits += 32) {
      const x = v128.load(logits), y = v128.load(logits, 16);
      a = f32x4.pmax(a, x);
      b = f32x4.pmax(b, y);
      bad = v128.or(bad, v128.or(f32x4.ne(x, x), f32x4.ne(y, y)));
    }
    a = f32x4.pmax(a, b);
    a = f32x4.pmax(a, v128.shuffle<i64>(a, a, 1, 0));
    a = f32x4.add(f32x4.pmax(a, v128.shuffle<i32>(a, a, 1, 0, 3, 2)), zero);
    store<f32>(maxima + (<usize>i >> 5), f32x4.extract_lane(a, 0));
    most = f32x4.pmax(most, a);
  }
  let largest = <f64>f32x4.extract_lane(most, 0);
  if (whole < n) {
    const rest = portableMaxima(logits, n - whole, maxima + (<usize>whole >> 5));
    if (rest > largest || rest != rest) largest = rest;
  }
  return v128.any_true(bad) ? NaN : largest;
}
