// DENSITY of the normal family: see density-operands.ts. Twin: simd/program/density-normal.ts

import { f64s } from '../../platform/platform';
import { normalBase, normalInMu, normalInSigma, normalScale, normalValue } from '../density/normal';
import { operand } from './density-operands';

/** Elements `from` .. `end` - 1. */
export function normalRange(from: i32, end: i32): void {
  const f = f64s();
  const value = operand(0);
  const inX = operand(1);
  const inMu = operand(2);
  const inSigma = operand(3);
  const x = operand(4);
  const mu = operand(5);
  const sigma = operand(6);
  const kx = operand(7);
  const kMu = operand(8);
  const kSigma = operand(9);
  let scale: f64 = 0.0;
  let base: f64 = 0.0;
  let inverse: f64 = 0.0;
  for (let i: i32 = from; i < end; i++) {
    const at = f[x + i * kx];
    const m = f[mu + i * kMu];
    const s = f[sigma + i * kSigma];
    if (i === from || kSigma === 1) {
      scale = normalScale(s);
      inverse = 1.0 / s;
      if (value !== 0) base = normalBase(s);
    }
    if (value !== 0) f[value + i] = normalValue(at, m, s, scale, base);
    const slope = normalInMu(at, m, s, scale, inverse);
    if (inX !== 0) f[inX + i] = -slope;
    if (inMu !== 0) f[inMu + i] = slope;
    if (inSigma !== 0) f[inSigma + i] = normalInSigma(at, m, s, scale, inverse);
  }
}
