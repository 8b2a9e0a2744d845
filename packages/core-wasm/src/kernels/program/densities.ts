// DENSITY: log-densities of a vector with their partial derivatives, by the definitions of kernels/density.

import { f64s } from '../../platform/platform';
import { BLOCK } from '../../platform/scratch';
import { bernoulliInP, bernoulliLogProb, outcome } from '../density/bernoulli';
import { exponentialInRate, exponentialInX, exponentialValue } from '../density/exponential';
import { BERNOULLI_LOGIT, EXPONENTIAL, NORMAL, NORMAL_KNOWN, UNIFORM } from '../density/likelihood';
import { within } from '../density/uniform';
import { fillLog, log } from '../math/log';
import { logitRange } from './density-logit';
import { normalRange } from './density-normal';
import { destination, firstSource } from './density-operands';
import { step, vector, word } from './operand';

/** EXPONENTIAL, UNIFORM and BERNOULLI. */
function others(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  const family = word(pc, 1);
  const mask = word(pc, 2);
  const k1 = 3 + (mask & 1);
  const k2 = k1 + ((mask >> 1) & 1);
  const value = destination(pc, tb, mask & 1, 3);
  const inX = destination(pc, tb, mask & 2, k1);
  const inA = destination(pc, tb, mask & 4, k2);
  const inB = destination(pc, tb, mask & 8, k2 + ((mask >> 2) & 1));
  const k = firstSource(mask);
  const x = vector(word(pc, k), tb) >> 3;
  const a = vector(word(pc, k + 1), tb) >> 3;
  const b = vector(word(pc, k + 2), tb) >> 3;
  const kx = step(word(pc, k));
  const ka = step(word(pc, k + 1));
  const kb = step(word(pc, k + 2));
  // What of the value depends on the parameters alone: at 1 and at 0 for Bernoulli.
  let base: f64 = 0.0;
  let zero: f64 = 0.0;
  // The logarithms of rates that differ, a block at a time.
  const isLog = value !== 0 && ka === 1;
  const isSloped = (inX | inA | inB) !== 0;
  for (let i: i32 = 0; i < n; i++) {
    const at = f[x + i * kx];
    const s = f[a + i * ka];
    const t = f[b + i * kb];
    let slopeX: f64 = 0.0;
    let slopeA: f64 = 0.0;
    let slopeB: f64 = 0.0;
    if (family === EXPONENTIAL) {
      if (isLog && (i & 127) === 0) fillLog(((a + i) << 3) as usize, n - i < 128 ? n - i : 128, BLOCK);
      if (isSloped) {
        slopeX = exponentialInX(at, s);
        slopeA = exponentialInRate(at, 1.0 / s);
      }
      if (value !== 0) {
        if (ka === 1) base = f[((BLOCK >>> 3) as i32) + (i & 127)];
        else if (i === 0) base = log(s);
        f[value + i] = exponentialValue(at, s, base);
      }
    } else if (family === UNIFORM) {
      if (isSloped) {
        const height = 1.0 / (t - s);
        slopeX = within(at, s, t, 0.0, 0.0);
        slopeA = within(at, s, t, height, 0.0);
        slopeB = within(at, s, t, -height, 0.0);
      }
      if (value !== 0) {
        if (i === 0 || ka + kb > 0) base = -log(t - s);
        f[value + i] = within(at, s, t, base, -Infinity);
      }
    } else {
      if (isSloped) {
        slopeX = outcome(at, 0.0, 0.0, 0.0);
        slopeA = bernoulliInP(at, s);
      }
      if (value !== 0) {
        if (i === 0 || ka === 1) {
          base = ka === 0 || at === 1.0 ? bernoulliLogProb(1.0, s) : 0.0;
          zero = ka === 0 || at === 0.0 ? bernoulliLogProb(0.0, s) : 0.0;
        }
        f[value + i] = outcome(at, base, zero, -Infinity);
      }
    }
    if (inX !== 0) f[inX + i] = slopeX;
    if (inA !== 0) f[inA + i] = slopeA;
    if (inB !== 0) f[inB + i] = slopeB;
  }
  return pc + ((k + 3) << 2);
}

/**
 * DENSITY, families NORMAL, UNIFORM, EXPONENTIAL, BERNOULLI, BERNOULLI_LOGIT, NORMAL_KNOWN, as their files in
 * kernels/density say. The derivative in the x of a law on {0, 1} is 0; one in a parameter that the family has not must
 * not be asked for.
 */
export function density(pc: usize, n: i32, tb: i32): usize {
  const family = word(pc, 1);
  if (family === NORMAL || family === NORMAL_KNOWN) return normalRange(pc, tb, 0, n);
  return family === BERNOULLI_LOGIT ? logitRange(pc, tb, 0, n) : others(pc, n, tb);
}
