// @ts-nocheck: AssemblyScript
// tanh on pairs. Twin of kernels/math/tanh.ts: the same operations in the same order.

import { RESULT } from '../../platform/scratch';
import { expm1Parts2x, head2x } from './exp';
import { tanh } from './tanh.portable';

export { tanh } from './tanh.portable';

// Loaded, not splat: V8 builds a constant vector anew at each use. The bounds, 2 and a sign.
const TABLE: usize = memory.data<f64>([3.7252902984619140625e-9, 22.0, 2.0, -0.0], 16);

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }

/** tanh of each lane, the bits of `tanh`, given |x| between the bounds. */
// @ts-ignore: decorator
@inline function tanh2x(x: v128, magnitude: v128): v128 {
  const two = v128.load64_splat(TABLE, 16);
  const sum = expm1Parts2x(mul(two, magnitude));
  const rest = v128.load(RESULT, 112);
  const high = add(sum, rest);
  const low = sub(rest, sub(high, sum));
  const d = add(high, two);
  const back = sub(d, high);
  const dLow = add(add(sub(high, sub(d, back)), sub(two, back)), low);
  const quotient = f64x2.div(high, d);
  const head = head2x(quotient);
  const dHead = head2x(d);
  const left = sub(sub(sub(high, mul(head, dHead)), mul(head, sub(d, dHead))), mul(sub(quotient, head), d));
  const y = add(quotient, f64x2.div(add(left, sub(low, mul(quotient, dLow))), d));
  return v128.or(y, v128.and(x, v128.load64_splat(TABLE, 24)));
}

/** out[i] = tanh(x[i]) for i < n; `out` may be `x`. */
export function fillTanh(x: usize, n: i32, out: usize): void {
  for (; n >= 2; n -= 2) {
    const pair = v128.load(x);
    const magnitude = f64x2.abs(pair);
    if (i64x2.all_true(v128.and(f64x2.ge(magnitude, v128.load64_splat(TABLE)), f64x2.le(magnitude, v128.load64_splat(TABLE, 8))))) {
      v128.store(out, tanh2x(pair, magnitude));
    } else {
      store<f64>(out, tanh(f64x2.extract_lane(pair, 0)));
      store<f64>(out, tanh(f64x2.extract_lane(pair, 1)), 8);
    }
    x += 16;
    out += 16;
  }
  if (n > 0) store<f64>(out, tanh(load<f64>(x)));
}
