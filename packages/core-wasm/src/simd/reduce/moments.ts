// @ts-nocheck: AssemblyScript
// Running central moments, whole blocks of doubles in pairs and where they lie. Twin of kernels/reduce/moments.ts.

import { blockSum, combineLanes } from './block';
import { momentsPush as portablePush } from './moments.portable';
import { carryOf, treePush } from './tree';

export { momentsStart } from './moments.portable';

// @ts-ignore: decorator
@inline function deviation(at: usize, mean: v128): v128 { return f64x2.sub(v128.load(at), mean); }

/** Count, mean and sums of powers of one block of 128 doubles to `carry`. */
function blockMoments(from: usize, carry: usize): void {
  const mean = blockSum(from) / 128.0;
  const m = f64x2.splat(mean);
  let a = f64x2.splat(0), b = a, c = a, d = a;
  let e = a, f = a, g = a, h = a;
  for (let at = from; at < from + 1024; at += 64) {
    const p = deviation(at, m), q = deviation(at + 16, m), r = deviation(at + 32, m), s = deviation(at + 48, m);
    const pp = f64x2.mul(p, p), qq = f64x2.mul(q, q), rr = f64x2.mul(r, r), ss = f64x2.mul(s, s);
    a = f64x2.add(a, pp);
    b = f64x2.add(b, qq);
    c = f64x2.add(c, rr);
    d = f64x2.add(d, ss);
    e = f64x2.add(e, f64x2.mul(pp, p));
    f = f64x2.add(f, f64x2.mul(qq, q));
    g = f64x2.add(g, f64x2.mul(rr, r));
    h = f64x2.add(h, f64x2.mul(ss, s));
  }
  store<f64>(carry, 128.0);
  store<f64>(carry, mean, 8);
  store<f64>(carry, combineLanes(a, b, c, d), 16);
  store<f64>(carry, combineLanes(e, f, g, h), 24);
  a = f64x2.splat(0), b = a, c = a, d = a;
  for (let at = from; at < from + 1024; at += 64) {
    const p = deviation(at, m), q = deviation(at + 16, m), r = deviation(at + 32, m), s = deviation(at + 48, m);
    const pp = f64x2.mul(p, p), qq = f64x2.mul(q, q), rr = f64x2.mul(r, r), ss = f64x2.mul(s, s);
    a = f64x2.add(a, f64x2.mul(pp, pp));
    b = f64x2.add(b, f64x2.mul(qq, qq));
    c = f64x2.add(c, f64x2.mul(rr, rr));
    d = f64x2.add(d, f64x2.mul(ss, ss));
  }
  store<f64>(carry, combineLanes(a, b, c, d), 32);
}

/** Adds n elements: singles when `single` is 1, else doubles. */
export function momentsPush(state: usize, x: usize, n: i32, single: i32): void {
  if (single == 0) {
    const carry = <usize>carryOf(state) << 3;
    for (; n >= 128; n -= 128, x += 1024) {
      blockMoments(x, carry);
      treePush(state);
    }
  }
  if (n > 0) portablePush(state, x, n, single);
}
