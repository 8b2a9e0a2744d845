// @ts-nocheck: AssemblyScript
// The element-wise steps of a softmax, in pairs. Twin of kernels/program/row.ts.

import { pair } from './lanes';

// @ts-ignore: decorator
@inline function shiftOf<T>(x: usize, n: i32, by: f64, out: usize): void {
  const all = f64x2.splat(by);
  for (; n >= 2; n -= 2) {
    v128.store(out, f64x2.sub(pair<T>(x, 0), all));
    x += 2 * sizeof<T>();
    out += 16;
  }
  if (n > 0) store<f64>(out, <f64>load<T>(x) - by);
}

/** out[i] = x[i] - by, doubles from doubles or singles, i < n. */
export function shift(x: usize, n: i32, single: i32, by: f64, out: usize): void {
  if (single) shiftOf<f32>(x, n, by, out);
  else shiftOf<f64>(x, n, by, out);
}

/** out[i] = x[i] / by, doubles or singles from doubles, i < n. */
export function divide(x: usize, n: i32, by: f64, single: i32, out: usize): void {
  const all = f64x2.splat(by);
  if (single) {
    for (; n >= 2; n -= 2) {
      v128.store64_lane(out, f32x4.demote_f64x2_zero(f64x2.div(v128.load(x), all)), 0);
      x += 16;
      out += 8;
    }
    if (n > 0) store<f32>(out, <f32>(load<f64>(x) / by));
  } else {
    for (; n >= 2; n -= 2) {
      v128.store(out, f64x2.div(v128.load(x), all));
      x += 16;
      out += 16;
    }
    if (n > 0) store<f64>(out, load<f64>(x) / by);
  }
}
