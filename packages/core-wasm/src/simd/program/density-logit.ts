// @ts-nocheck: AssemblyScript
// DENSITY of Bernoulli by its logit, elements in pairs. Twin of kernels/program/density-logit.ts.
// In blocks: first exponentials and the derivative, then the logarithm: short loops beat a long one.

import { BLOCK, SECOND } from '../../platform/scratch';
import { log1pUnit2x } from '../math/log';
import { fillDecay } from '../math/logistic';
import { logitRange as portableRange } from './density-logit.portable';
import { destination, firstSource, pairs, pairStep } from './density-operands';
import { word } from './operand';

// Loaded, not splat: V8 builds a constant vector anew at each use.
const TABLE: usize = memory.data<f64>([0.0, 1.0, -0.0, -Infinity], 64);

/** Elements 0 .. `end` - 1; returns the next instruction. */
export function logitRange(pc: usize, tb: i32, from: i32, end: i32): usize {
  const last = end & -2;
  if (last == 0) return portableRange(pc, tb, 0, end);
  const mask = word(pc, 2), k1 = 3 + (mask & 1), k = firstSource(mask);
  const value = <usize>destination(pc, tb, mask & 1, 3) << 3, inX = <usize>destination(pc, tb, mask & 2, k1) << 3;
  const inLogit = <usize>destination(pc, tb, mask & 4, k - 1) << 3;
  const wordX = word(pc, k), wordLogit = word(pc, k + 1);
  const kx = pairStep(wordX), kLogit = pairStep(wordLogit);
  let x = pairs(wordX, tb, 0), logit = pairs(wordLogit, tb, 1);
  for (let block = 0; block < last; block += 128) {
    const bytes = <usize>min(last - block, 128) << 3, start = <usize>block << 3;
    fillDecay(logit, kLogit, bytes);
    for (let i: usize = 0; i < bytes; i += 16) {
      const one = v128.load64_splat(TABLE, 8), zero = v128.load64_splat(TABLE);
      const at = v128.load(x), t = v128.load(logit);
      const isZero = f64x2.eq(at, zero);
      const ok = v128.or(isZero, f64x2.eq(at, one));
      // u = t at 1, -t at 0
      const flip = v128.and(isZero, v128.load64_splat(TABLE, 16));
      const u = v128.xor(t, flip);
      let e = v128.load(BLOCK + i);
      let low = f64x2.pmin(u, zero);
      let slope = e;
      if (inLogit) slope = v128.xor(f64x2.div(v128.bitselect(e, one, f64x2.ge(u, zero)), f64x2.add(one, e)), flip);
      if (!i64x2.all_true(ok)) {
        const isNumber = f64x2.eq(at, at);
        e = v128.and(e, ok);
        low = v128.bitselect(low, v128.bitselect(v128.load64_splat(TABLE, 24), at, isNumber), ok);
        slope = v128.bitselect(slope, v128.bitselect(zero, at, isNumber), ok);
      }
      v128.store(BLOCK + i, e);
      v128.store(SECOND + i, low);
      if (inX) v128.store(inX + start + i, v128.bitselect(zero, at, f64x2.eq(at, at)));
      if (inLogit) v128.store(inLogit + start + i, slope);
      x += kx;
      logit += kLogit;
    }
    if (value) {
      for (let i: usize = 0; i < bytes; i += 16) {
        v128.store(value + start + i, f64x2.sub(v128.load(SECOND + i), log1pUnit2x(v128.load(BLOCK + i))));
      }
    }
  }
  if (last < end) portableRange(pc, tb, last, end);
  return pc + (<usize>(k + 3) << 2);
}
