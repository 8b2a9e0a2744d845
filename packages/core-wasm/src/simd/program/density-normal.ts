// @ts-nocheck: AssemblyScript
// DENSITY of the normal family, elements in pairs. Twin of kernels/program/density-normal.ts.
// Both families and any sigma in one way: scale, base and inverse of sigma are three sources, known or made here.

import { BLOCK, SECOND, SPLATS } from '../../platform/scratch';
import { NORMAL } from '../density/likelihood';
import { normalBase, normalScale } from '../density/normal';
import { fillLog } from '../math/log';
import { normalRange as portableRange } from './density-normal.portable';
import { destination, firstSource, pairs, pairStep } from './density-operands';
import { word } from './operand';

// Loaded, not splat: V8 builds a constant vector anew at each use. The bounds of sigma, sqrt(1/2), 1, log(2 pi) / 2, 2.
const TABLE: usize = memory.data<f64>([
  3.054936363499605e-151, 3.273390607896142e150, 0.7071067811865476, 1.0, 0.9189385332046728, 2.0,
], 64);
const INVERSES: usize = SECOND + 1024;

/** Lays out base, scale (0 where it must not be used) and inverse of `count` sigmas, a block at most. */
function prepare(sigma: usize, count: i32, value: usize): void {
  if (value) fillLog(sigma, count, BLOCK);
  for (let i: usize = 0; i < <usize>count << 3; i += 16) {
    const s = v128.load(sigma + i);
    const ok = v128.and(f64x2.ge(s, v128.load64_splat(TABLE)), f64x2.le(s, v128.load64_splat(TABLE, 8)));
    v128.store(SECOND + i, v128.and(ok, f64x2.div(v128.load64_splat(TABLE, 16), s)));
    v128.store(INVERSES + i, f64x2.div(v128.load64_splat(TABLE, 24), s));
    v128.store(BLOCK + i, f64x2.neg(f64x2.add(v128.load(BLOCK + i), v128.load64_splat(TABLE, 32))));
  }
}

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

/** Elements 0 .. `end` - 1; returns the next instruction. */
export function normalRange(pc: usize, tb: i32, from: i32, end: i32): usize {
  const last = end & -2;
  if (last == 0) return portableRange(pc, tb, 0, end);
  const mask = word(pc, 2), k1 = 3 + (mask & 1), k2 = k1 + (mask >> 1 & 1), k = firstSource(mask);
  const value = <usize>destination(pc, tb, mask & 1, 3) << 3, inX = <usize>destination(pc, tb, mask & 2, k1) << 3;
  const inMu = <usize>destination(pc, tb, mask & 4, k2) << 3, inSigma = <usize>destination(pc, tb, mask & 8, k - 1) << 3;
  const wordX = word(pc, k), wordMu = word(pc, k + 1), wordSigma = word(pc, k + 2);
  const kx = pairStep(wordX), kMu = pairStep(wordMu), kSigma = pairStep(wordSigma);
  let x = pairs(wordX, tb, 0), mu = pairs(wordMu, tb, 1), sigma = pairs(wordSigma, tb, 2), next = pc + (<usize>(k + 3) << 2);
  let scale = sigma, base = sigma, inverse = sigma, kBase: usize = 0, kInverse: usize = 0;
  const isNormal = word(pc, 1) == NORMAL;
  if (!isNormal) {
    const wordBase = word(pc, k + 3), wordInverse = word(pc, k + 4);
    base = pairs(wordBase, tb, 3);
    kBase = pairStep(wordBase);
    inverse = pairs(wordInverse, tb, 4);
    kInverse = pairStep(wordInverse);
    next += 8;
  } else if (!kSigma) {
    const s = load<f64>(sigma);
    const factor = normalScale(s);
    if (factor == 0) return portableRange(pc, tb, 0, end);
    v128.store(SPLATS, f64x2.splat(factor), 32);
    if (value) v128.store(SPLATS, f64x2.splat(normalBase(s)), 48);
    v128.store(SPLATS, f64x2.splat(1.0 / s), 64);
    base = SPLATS + 48;
    inverse = SPLATS + 64;
  }
  if (!(kSigma | kBase | kInverse)) {
    const factor = v128.load(scale), bases = v128.load(base), once = v128.load(inverse);
    for (let i: usize = 0; i < <usize>last << 3; i += 16) {
      put(i, v128.load(x), v128.load(mu), factor, bases, once, value, inX, inMu, inSigma);
      x += kx;
      mu += kMu;
    }
    if (last < end) portableRange(pc, tb, last, end);
    return next;
  }
  for (let block = 0; block < last; block += 128) {
    const count = min(last - block, 128);
    if (isNormal) {
      prepare(sigma, count, value);
      sigma += 1024;
      scale = SECOND;
      base = BLOCK;
      inverse = INVERSES;
      kBase = kInverse = 16;
    }
    for (let i = <usize>block << 3, stop = i + (<usize>count << 3); i < stop; i += 16) {
      const factor = v128.load(scale);
      if (i64x2.all_true(factor)) {
        put(i, v128.load(x), v128.load(mu), factor, v128.load(base), v128.load(inverse), value, inX, inMu, inSigma);
      } else {
        const pair = <i32>(i >>> 3);
        portableRange(pc, tb, pair, pair + 2);
      }
      x += kx;
      mu += kMu;
      scale += kSigma;
      base += kBase;
      inverse += kInverse;
    }
  }
  if (last < end) portableRange(pc, tb, last, end);
  return next;
}
