// DENSITY of the normal family: NORMAL, sources x, mu, sigma, and NORMAL_KNOWN, sources x, mu, scale, base, inverse. A
// kernel reads an element of its sources before it writes that element's results: one may lie where the other is.
// Twin: simd/program/density-normal.ts

import { f64s } from '../../platform/platform';
import { NORMAL_KNOWN } from '../density/likelihood';
import { normalBase, normalInMu, normalInSigma, normalScale, normalValue } from '../density/normal';
import { destination, firstSource } from './density-operands';
import { step, vector, word } from './operand';

/** Elements `from` .. `end` - 1; returns the next instruction. */
export function normalRange(pc: usize, tb: i32, from: i32, end: i32): usize {
  const f = f64s();
  const mask = word(pc, 2);
  const k1 = 3 + (mask & 1);
  const k2 = k1 + ((mask >> 1) & 1);
  const value = destination(pc, tb, mask & 1, 3);
  const inX = destination(pc, tb, mask & 2, k1);
  const inMu = destination(pc, tb, mask & 4, k2);
  const inSigma = destination(pc, tb, mask & 8, k2 + ((mask >> 2) & 1));
  const k = firstSource(mask);
  const x = vector(word(pc, k), tb) >> 3;
  const mu = vector(word(pc, k + 1), tb) >> 3;
  const sigma = vector(word(pc, k + 2), tb) >> 3;
  const kx = step(word(pc, k));
  const kMu = step(word(pc, k + 1));
  const kSigma = step(word(pc, k + 2));
  const isKnown = word(pc, 1) === NORMAL_KNOWN;
  let scale: f64 = 0.0;
  let base: f64 = 0.0;
  let inverse: f64 = 0.0;
  for (let i: i32 = from; i < end; i++) {
    const at = f[x + i * kx];
    const m = f[mu + i * kMu];
    const s = f[sigma + i * kSigma];
    if (isKnown) {
      scale = s;
      base = f[(vector(word(pc, k + 3), tb) >> 3) + i * step(word(pc, k + 3))];
      inverse = f[(vector(word(pc, k + 4), tb) >> 3) + i * step(word(pc, k + 4))];
    } else if (i === from || kSigma === 1) {
      scale = normalScale(s);
      inverse = 1.0 / s;
      if (value !== 0) base = normalBase(s);
    }
    if (value !== 0) f[value + i] = normalValue(at, m, s, scale, base);
    if ((inX | inMu) !== 0) {
      const slope = normalInMu(at, m, s, scale, inverse);
      if (inX !== 0) f[inX + i] = -slope;
      if (inMu !== 0) f[inMu + i] = slope;
    }
    if (inSigma !== 0) f[inSigma + i] = normalInSigma(at, m, s, scale, inverse);
  }
  return pc + ((k + (isKnown ? 5 : 3)) << 2);
}
