// @ts-nocheck: AssemblyScript
// Sums of at most 8 elements each: of adjacent columns in pairs, of an even number side by side. Twin of kernels/program/few.ts.

import { sumFew as portableFew } from './few.portable';
import { pair } from './lanes';

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }

// @ts-ignore: decorator
@inline function pairs<T>(x: usize, m: i32, row: usize, n: i32, out: usize): void {
  const zero = f64x2.splat(0);
  for (; n > 0; n -= 2) {
    let even = pair<T>(x, 0);
    if (m > 4) even = add(even, pair<T>(x + 4 * row, 0));
    if (m > 6) even = add(even, add(pair<T>(x + 2 * row, 0), pair<T>(x + 6 * row, 0)));
    else if (m > 2) even = add(even, pair<T>(x + 2 * row, 0));
    if (m > 1) {
      let odd = pair<T>(x + row, 0);
      if (m > 5) odd = add(odd, pair<T>(x + 5 * row, 0));
      if (m > 7) odd = add(odd, add(pair<T>(x + 3 * row, 0), pair<T>(x + 7 * row, 0)));
      else if (m > 3) odd = add(odd, pair<T>(x + 3 * row, 0));
      even = add(even, odd);
    }
    even = add(even, zero);
    if (sizeof<T>() == 8) v128.store(out, even);
    else v128.store64_lane(out, f32x4.demote_f64x2_zero(even), 0);
    x += 2 * sizeof<T>();
    out += 2 * sizeof<T>();
  }
}

/** The sums of lanes 0, 2, 4, 6 and of lanes 1, 3, 5, 7 of m elements, an even number, side by side. */
// @ts-ignore: decorator
@inline function evenAndOdd<T>(x: usize, m: i32): v128 {
  let both = pair<T>(x, 0);
  if (m > 4) both = add(both, pair<T>(x, 4));
  if (m > 6) both = add(both, add(pair<T>(x, 2), pair<T>(x, 6)));
  else if (m > 2) both = add(both, pair<T>(x, 2));
  return both;
}

/** Two runs of m elements, an even number, at a time; n is even. */
// @ts-ignore: decorator
@inline function runs<T>(x: usize, m: i32, n: i32, out: usize): void {
  const zero = f64x2.splat(0), run = <usize>m * sizeof<T>();
  for (; n > 0; n -= 2) {
    const first = evenAndOdd<T>(x, m), second = evenAndOdd<T>(x + run, m);
    const sums = add(add(v128.shuffle<i64>(first, second, 0, 2), v128.shuffle<i64>(first, second, 1, 3)), zero);
    if (sizeof<T>() == 8) v128.store(out, sums);
    else v128.store64_lane(out, f32x4.demote_f64x2_zero(sums), 0);
    x += 2 * run;
    out += 2 * sizeof<T>();
  }
}

/** out[j] = the sum of the elements x[j * column + r * row], r < m, for j < n; out is of the same type as x. */
export function sumFew(x: usize, m: i32, row: i32, column: i32, n: i32, single: i32, out: usize): void {
  let whole = n & -2;
  if (column == 1) {
    if (single) pairs<f32>(x, m, <usize>row << 2, whole, out);
    else pairs<f64>(x, m, <usize>row << 3, whole, out);
  } else if (row == 1 && column == m && (m & 1) == 0) {
    if (single) runs<f32>(x, m, whole, out);
    else runs<f64>(x, m, whole, out);
  } else {
    whole = 0;
  }
  const done = <usize>whole << (3 - single);
  portableFew(x + done * column, m, row, column, n - whole, single, out + done);
}
