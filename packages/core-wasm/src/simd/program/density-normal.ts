// @ts-nocheck: AssemblyScript
// DENSITY of the normal family, elements in pairs. Twin of kernels/program/density-normal.ts.

import { BLOCK } from '../../platform/scratch';
import { normalBase, normalScale } from '../density/normal';
import { fillLog } from '../math/log';
import { normalRange as portableRange } from './density-normal.portable';
import { operand, pairAt, pairStep } from './density-operands';

// Loaded, not splat: V8 builds a constant vector anew at each use. The bounds of sigma, sqrt(1/2), 1, log(2 pi) / 2, 2.
const TABLE: usize = memory.data<f64>([
  3.054936363499605e-151, 3.273390607896142e150, 0.7071067811865476, 1.0, 0.9189385332046728, 2.0,
], 64);

/** Writes what is asked for of one pair, at byte i of each destination. */
// @ts-ignore: decorator
@inline function put(
  i: usize, x: v128, mu: v128, scale: v128, base: v128, inverse: v128, value: usize, inX: usize, inMu: usize, inSigma: usize,
): void {
  const d = f64x2.sub(x, mu);
  const y = f64x2.mul(d, scale);
  const square = f64x2.mul(y, y);
  if (value) v128.store(value + i, f64x2.sub(base, square));
  if (inX | inMu) {
    const slope = f64x2.mul(d, f64x2.mul(inverse, inverse));
    if (inX) v128.store(inX + i, f64x2.neg(slope));
    if (inMu) v128.store(inMu + i, slope);
  }
  if (inSigma) {
    v128.store(inSigma + i, f64x2.sub(f64x2.mul(square, f64x2.mul(v128.load64_splat(TABLE, 40), inverse)), inverse));
  }
}

/** Elements `from` .. `end` - 1. */
export function normalRange(from: i32, end: i32): void {
  const last = from + ((end - from) & -2);
  const kx = pairStep(0), kMu = pairStep(1), kSigma = pairStep(2);
  const value = <usize>operand(0) << 3, inX = <usize>operand(1) << 3, inMu = <usize>operand(2) << 3, inSigma = <usize>operand(3) << 3;
  let x = pairAt(0, from), mu = pairAt(1, from), sigma = pairAt(2, from);
  const top = <usize>last << 3;
  if (!kSigma) {
    const s = load<f64>(sigma), factor = normalScale(s);
    if (factor == 0 || last == from) return portableRange(from, end);
    const scale = f64x2.splat(factor), inverse = f64x2.splat(1.0 / s);
    let base = inverse;
    if (value) base = f64x2.splat(normalBase(s));
    for (let i = <usize>from << 3; i < top; i += 16) {
      put(i, v128.load(x), v128.load(mu), scale, base, inverse, value, inX, inMu, inSigma);
      x += kx;
      mu += kMu;
    }
  } else {
    for (let block = from; block < last; block += 128) {
      const count = min(last - block, 128);
      if (value) fillLog(sigma, count, BLOCK);
      const start = <usize>block << 3;
      for (let i: usize = 0; i < <usize>count << 3; i += 16) {
        const s = v128.load(sigma);
        if (i64x2.all_true(v128.and(f64x2.ge(s, v128.load64_splat(TABLE)), f64x2.le(s, v128.load64_splat(TABLE, 8))))) {
          const base = f64x2.neg(f64x2.add(v128.load(BLOCK + i), v128.load64_splat(TABLE, 32)));
          put(start + i, v128.load(x), v128.load(mu), f64x2.div(v128.load64_splat(TABLE, 16), s), base,
            f64x2.div(v128.load64_splat(TABLE, 24), s), value, inX, inMu, inSigma);
        } else {
          const pair = <i32>((start + i) >>> 3);
          portableRange(pair, pair + 2);
        }
        x += kx;
        mu += kMu;
        sigma += 16;
      }
    }
  }
  if (last < end) portableRange(last, end);
}
