// DENSITY: log-densities of a vector with their partial derivatives, by the definitions of kernels/density.

import { f64s } from '../../platform/platform';
import { BLOCK } from '../../platform/scratch';
import { bernoulliInP, bernoulliLogProb, outcome } from '../density/bernoulli';
import { exponentialInRate, exponentialInX, exponentialValue } from '../density/exponential';
import { BERNOULLI, BERNOULLI_LOGIT, EXPONENTIAL, NORMAL } from '../density/likelihood';
import { within } from '../density/uniform';
import { fillLog, log } from '../math/log';
import { logitRange } from './density-logit';
import { normalRange } from './density-normal';
import { decode, operand } from './density-operands';
import { word } from './operand';

/** Exponential(x; rate): rates that move have their logarithms taken block by block. */
function exponential(n: i32): void {
  const f = f64s();
  const value = operand(0);
  const inX = operand(1);
  const inRate = operand(2);
  const x = operand(4);
  const rate = operand(5);
  const kx = operand(7);
  const kRate = operand(8);
  const logs = (BLOCK >>> 3) as i32;
  for (let start: i32 = 0; start < n; start += 128) {
    const end: i32 = n - start < 128 ? n : start + 128;
    if (value !== 0) {
      if (kRate === 1) fillLog(((rate + start) << 3) as usize, end - start, BLOCK);
      else if (start === 0) f[logs] = log(f[rate]);
    }
    for (let i: i32 = start; i < end; i++) {
      const at = f[x + i * kx];
      const r = f[rate + i * kRate];
      if (value !== 0) f[value + i] = exponentialValue(at, r, f[logs + (i - start) * kRate]);
      if (inX !== 0) f[inX + i] = exponentialInX(at, r);
      if (inRate !== 0) f[inRate + i] = exponentialInRate(at, 1.0 / r);
    }
  }
}

/** Uniform(x; low, high). */
function uniform(n: i32): void {
  const f = f64s();
  const value = operand(0);
  const inX = operand(1);
  const inLow = operand(2);
  const inHigh = operand(3);
  const x = operand(4);
  const low = operand(5);
  const high = operand(6);
  const kx = operand(7);
  const kLow = operand(8);
  const kHigh = operand(9);
  let width: f64 = 1.0;
  let height: f64 = 0.0;
  for (let i: i32 = 0; i < n; i++) {
    const at = f[x + i * kx];
    const l = f[low + i * kLow];
    const h = f[high + i * kHigh];
    if (i === 0 || kLow + kHigh > 0) {
      width = h - l;
      if (value !== 0) height = -log(width);
    }
    if (value !== 0) f[value + i] = within(at, l, h, height, -Infinity);
    if (inX !== 0) f[inX + i] = within(at, l, h, 0.0, 0.0);
    if (inLow !== 0) f[inLow + i] = within(at, l, h, 1.0 / width, 0.0);
    if (inHigh !== 0) f[inHigh + i] = within(at, l, h, -1.0 / width, 0.0);
  }
}

/** Bernoulli(x; p). */
function bernoulli(n: i32): void {
  const f = f64s();
  const value = operand(0);
  const inX = operand(1);
  const inP = operand(2);
  const x = operand(4);
  const p = operand(5);
  const kx = operand(7);
  const kP = operand(8);
  // For a p that stays, both outcomes.
  let one: f64 = 0.0;
  let zero: f64 = 0.0;
  if (kP === 0 && value !== 0) {
    one = bernoulliLogProb(1.0, f[p]);
    zero = bernoulliLogProb(0.0, f[p]);
  }
  for (let i: i32 = 0; i < n; i++) {
    const at = f[x + i * kx];
    const q = f[p + i * kP];
    if (value !== 0) f[value + i] = kP === 0 ? outcome(at, one, zero, -Infinity) : bernoulliLogProb(at, q);
    if (inX !== 0) f[inX + i] = outcome(at, 0.0, 0.0, 0.0);
    if (inP !== 0) f[inP + i] = bernoulliInP(at, q);
  }
}

/**
 * DENSITY; families NORMAL, UNIFORM, EXPONENTIAL, BERNOULLI, BERNOULLI_LOGIT, as their files in kernels/density say. The
 * derivative in the x of a law on {0, 1} is 0; one in a parameter that the family has not must not be asked for.
 */
export function density(pc: usize, n: i32, tb: i32): usize {
  const next = decode(pc, tb);
  const family = word(pc, 1);
  if (family === NORMAL) normalRange(0, n);
  else if (family === EXPONENTIAL) exponential(n);
  else if (family === BERNOULLI) bernoulli(n);
  else if (family === BERNOULLI_LOGIT) logitRange(0, n);
  else uniform(n);
  return next;
}
