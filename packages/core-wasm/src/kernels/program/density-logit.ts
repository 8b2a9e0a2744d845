// DENSITY of Bernoulli by its logit. Twin: simd/program/density-logit.ts

import { abs, f64s } from '../../platform/platform';
import { outcome } from '../density/bernoulli';
import { bernoulliInLogit, bernoulliLogitValue } from '../density/bernoulli-logit';
import { exp } from '../math/exp';
import { destination, firstSource } from './density-operands';
import { step, vector, word } from './operand';

/** Elements `from` .. `end` - 1; returns the next instruction. */
export function logitRange(pc: usize, tb: i32, from: i32, end: i32): usize {
  const f = f64s();
  const mask = word(pc, 2);
  const k1 = 3 + (mask & 1);
  const k2 = k1 + ((mask >> 1) & 1);
  const value = destination(pc, tb, mask & 1, 3);
  const inX = destination(pc, tb, mask & 2, k1);
  const inLogit = destination(pc, tb, mask & 4, k2);
  const k = firstSource(mask);
  const x = vector(word(pc, k), tb) >> 3;
  const logit = vector(word(pc, k + 1), tb) >> 3;
  const kx = step(word(pc, k));
  const kLogit = step(word(pc, k + 1));
  for (let i: i32 = from; i < end; i++) {
    const at = f[x + i * kx];
    const u = f[logit + i * kLogit];
    const e = exp(-abs(u));
    if (value !== 0) f[value + i] = bernoulliLogitValue(at, u, e);
    if (inX !== 0) f[inX + i] = outcome(at, 0.0, 0.0, 0.0);
    if (inLogit !== 0) f[inLogit + i] = bernoulliInLogit(at, u, e);
  }
  return pc + ((k + 3) << 2);
}
