// DENSITY of Bernoulli by its logit: see density-operands.ts. Twin: simd/program/density-logit.ts

import { abs, f64s } from '../../platform/platform';
import { outcome } from '../density/bernoulli';
import { bernoulliInLogit, bernoulliLogitLogProb } from '../density/bernoulli-logit';
import { exp } from '../math/exp';
import { operand } from './density-operands';

/** Elements `from` .. `end` - 1. */
export function logitRange(from: i32, end: i32): void {
  const f = f64s();
  const value = operand(0);
  const inX = operand(1);
  const inLogit = operand(2);
  const x = operand(4);
  const logit = operand(5);
  const kx = operand(7);
  const kLogit = operand(8);
  for (let i: i32 = from; i < end; i++) {
    const at = f[x + i * kx];
    const u = f[logit + i * kLogit];
    if (value !== 0) f[value + i] = bernoulliLogitLogProb(at, u);
    if (inX !== 0) f[inX + i] = outcome(at, 0.0, 0.0, 0.0);
    if (inLogit !== 0) f[inLogit + i] = bernoulliInLogit(at, u, exp(-abs(u)));
  }
}
