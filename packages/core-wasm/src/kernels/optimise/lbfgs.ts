// L-BFGS: minimises the value of a program over one vector of its parameters.
// Trusts: the program at `program` (an address of run's) reads n doubles at `q`, and writes one double at `value` and n
// at `gradient`; `state` is 64-byte aligned and lbfgsBytes(n, memory) long; n >= 1, memory >= 1.
// Source: Nocedal and Wright, "Numerical Optimization" (2nd ed., 2006), algorithms 7.4 (two-loop recursion) and 7.5,
// scaling by equation 7.20. A pair (s, y) without s.y > 0 is left out. Products of vectors by the tree.
// State: state.ts.

import { abs, f64s, i32s } from '../../platform/platform';
import { run } from '../program/run';
import { firstBad } from '../reduce/scan';
import { search } from './line-search';
import {
  CHANGE_SMALL,
  GOING_ON,
  GRADIENT_SMALL,
  lbfgsBytes,
  SEARCH_FAILED,
  START_NOT_FINITE,
  vectorOf,
} from './state';
import { addScaled, dot, largestMagnitude, scale } from './vectors';

/** Makes the point at q the state's; 0 where its value or gradient is not finite. */
function take(state: usize): i32 {
  const w = i32s();
  const f = f64s();
  const at = (state >>> 2) as i32;
  const d = (state >>> 3) as i32;
  const n = w[at + 4];
  f[d + 8] = f[w[at + 2] >> 3];
  scale(w[at + 3] as usize, 1.0, n, vectorOf(state, 1));
  scale(w[at + 1] as usize, 1.0, n, vectorOf(state, 0));
  if (!(abs(f[d + 8]) < Infinity) || firstBad(w[at + 3] as usize, n, 0, 1) >= 0) return 0;
  f[d + 9] = largestMagnitude(w[at + 3] as usize, n);
  return 1;
}

function end(state: usize, status: i32): i32 {
  i32s()[((state >>> 2) as i32) + 11] = status;
  return status;
}

/**
 * Starts from the parameters at `q`: evaluates there. Returns the status.
 * `gradientTolerance` bounds the largest |component|, `changeTolerance` the relative change of the value; `most` is the
 * number of evaluations allowed.
 */
export function lbfgsStart(
  state: usize,
  program: usize,
  q: usize,
  value: usize,
  gradient: usize,
  n: i32,
  memory: i32,
  gradientTolerance: f64,
  changeTolerance: f64,
  most: i32,
): i32 {
  const w = i32s();
  const f = f64s();
  const at = (state >>> 2) as i32;
  const d = (state >>> 3) as i32;
  const bytes = lbfgsBytes(n, memory);
  for (let i: i32 = d; i < d + (bytes >> 3); i++) f[i] = 0.0;
  w[at] = program as i32;
  w[at + 1] = q as i32;
  w[at + 2] = value as i32;
  w[at + 3] = gradient as i32;
  w[at + 4] = n;
  w[at + 5] = memory;
  w[at + 9] = 1;
  w[at + 10] = most;
  f[d + 10] = gradientTolerance;
  f[d + 11] = changeTolerance;
  run(program);
  if (take(state) === 0) return end(state, START_NOT_FINITE);
  return end(state, f[d + 9] <= gradientTolerance ? GRADIENT_SMALL : GOING_ON);
}

/** Algorithm 7.4: the direction -H gradient, from the pairs held; without any, down the gradient by at most 1. */
function setDirection(state: usize): f64 {
  const w = i32s();
  const f = f64s();
  const at = (state >>> 2) as i32;
  const d = (state >>> 3) as i32;
  const n = w[at + 4];
  const memory = w[at + 5];
  const held = w[at + 6];
  const gradient = vectorOf(state, 1);
  const direction = vectorOf(state, 2);
  if (held === 0) {
    scale(gradient, f[d + 9] > 1.0 ? -1.0 / f[d + 9] : -1.0, n, direction);
    return dot(gradient, direction, n);
  }
  const rho = (vectorOf(state, 3 + 2 * memory) >>> 3) as i32;
  const alpha = rho + memory;
  scale(gradient, -1.0, n, direction);
  // From the newest pair to the oldest, and back.
  let slot = w[at + 7];
  for (let i: i32 = 0; i < held; i++) {
    slot = slot === 0 ? memory - 1 : slot - 1;
    f[alpha + slot] = f[rho + slot] * dot(vectorOf(state, 3 + 2 * slot), direction, n);
    addScaled(direction, -f[alpha + slot], vectorOf(state, 4 + 2 * slot), n, direction);
  }
  scale(direction, f[d + 12], n, direction);
  for (let i: i32 = 0; i < held; i++) {
    const beta = f[rho + slot] * dot(vectorOf(state, 4 + 2 * slot), direction, n);
    addScaled(direction, f[alpha + slot] - beta, vectorOf(state, 3 + 2 * slot), n, direction);
    slot = slot === memory - 1 ? 0 : slot + 1;
  }
  return dot(gradient, direction, n);
}

/** Keeps the pair (s, y) between the state's point and the one at q. */
function keepPair(state: usize): void {
  const w = i32s();
  const f = f64s();
  const at = (state >>> 2) as i32;
  const d = (state >>> 3) as i32;
  const n = w[at + 4];
  const memory = w[at + 5];
  // In the places of the direction and the gradient, which are spent.
  const s = vectorOf(state, 2);
  const y = vectorOf(state, 1);
  addScaled(w[at + 1] as usize, -1.0, vectorOf(state, 0), n, s);
  addScaled(w[at + 3] as usize, -1.0, y, n, y);
  const sy = dot(s, y, n);
  const yy = dot(y, y, n);
  if (!(sy > 2.220446049250313e-16 * yy)) return;
  const slot = w[at + 7];
  scale(s, 1.0, n, vectorOf(state, 3 + 2 * slot));
  scale(y, 1.0, n, vectorOf(state, 4 + 2 * slot));
  f[((vectorOf(state, 3 + 2 * memory) >>> 3) as i32) + slot] = 1.0 / sy;
  f[d + 12] = sy / yy;
  w[at + 7] = slot === memory - 1 ? 0 : slot + 1;
  if (w[at + 6] < memory) w[at + 6] += 1;
}

/** One iteration; returns the status. Of a state that has ended: nothing, and the same status again. */
export function lbfgsStep(state: usize): i32 {
  const w = i32s();
  const f = f64s();
  const at = (state >>> 2) as i32;
  const d = (state >>> 3) as i32;
  if (w[at + 11] !== GOING_ON) return w[at + 11];
  const before = f[d + 8];
  let slope = setDirection(state);
  let found: i32 = slope < 0.0 ? search(state, slope) : SEARCH_FAILED;
  if (found === SEARCH_FAILED && w[at + 6] > 0) {
    // What the pairs say of the curvature misleads: from the gradient alone, once.
    w[at + 6] = 0;
    slope = setDirection(state);
    if (slope < 0.0) found = search(state, slope);
  }
  if (found !== GOING_ON) {
    scale(vectorOf(state, 0), 1.0, w[at + 4], w[at + 1] as usize);
    return end(state, found);
  }
  keepPair(state);
  take(state);
  w[at + 8] += 1;
  if (f[d + 9] <= f[d + 10]) return end(state, GRADIENT_SMALL);
  const size: f64 = abs(before) > abs(f[d + 8]) ? abs(before) : abs(f[d + 8]);
  if (before - f[d + 8] <= f[d + 11] * size) return end(state, CHANGE_SMALL);
  return GOING_ON;
}
