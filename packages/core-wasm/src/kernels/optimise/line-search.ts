// The step along a direction: sufficient decrease and curvature (the strong Wolfe conditions).
// Source: Moré and Thuente, "Line search algorithms with guaranteed sufficient decrease", ACM Transactions on
// Mathematical Software 20 (1994): section 2 (the interval and the auxiliary function), section 4 (trial values).
// Ours: a value or slope that is not finite shortens the step. Where the values do not differ by more than their
// rounding, a small slope is enough: the approximate Wolfe conditions of Hager and Zhang, SIAM Journal on Optimization
// 16 (2005), without which a search next to the minimum fails.

import { abs, f64s, i32s, largest, least, sqrt } from '../../platform/platform';
import { run } from '../program/run';
import { EVALUATIONS_SPENT, GOING_ON, SEARCH_FAILED, vectorOf } from './state';
import { addScaled, dot } from './vectors';

/** mu and eta of the paper: share of the slope's decrease that is enough, share of the slope that may be left. */
const DECREASE: f64 = 1e-4;
const CURVATURE: f64 = 0.9;
/** Share of the value that its rounding may make. */
const ROUNDING: f64 = 1e-13;
const TRIALS: i32 = 40;
const MOST_STEP: f64 = 1e20;

/** r of the minimiser a + r (b - a) of the cubic with these values and slopes at a and b; NaN where it has none. */
function cubic(a: f64, fa: f64, ga: f64, b: f64, fb: f64, gb: f64): f64 {
  const theta = (3.0 * (fa - fb)) / (b - a) + ga + gb;
  const s = largest(abs(theta), largest(abs(ga), abs(gb)));
  const root = s * sqrt(largest(0.0, (theta / s) * (theta / s) - (ga / s) * (gb / s)));
  const gamma: f64 = b < a ? -root : root;
  return (gamma - ga + theta) / (gamma - ga + gamma + gb);
}

/** Moves q to point + t direction and evaluates there. */
function evaluate(state: usize, t: f64): f64 {
  const w = i32s();
  const at = (state >>> 2) as i32;
  addScaled(vectorOf(state, 0), t, vectorOf(state, 2), w[at + 4], w[at + 1] as usize);
  run(w[at] as usize);
  w[at + 9] += 1;
  f64s()[((state >>> 3) as i32) + 13] = t;
  return f64s()[w[at + 2] >> 3];
}

/**
 * Searches along the state's direction, where the value falls by `slope` < 0. GOING_ON: q, value and gradient are those
 * of the step. Otherwise SEARCH_FAILED or EVALUATIONS_SPENT, and they are of some point.
 */
export function search(state: usize, slope: f64): i32 {
  const f = f64s();
  const w = i32s();
  const at = (state >>> 2) as i32;
  const n = w[at + 4];
  const start = f[((state >>> 3) as i32) + 8];
  const enough = DECREASE * slope;
  // x: the best so far, with y around the minimum once that is `enclosed`.
  let tx: f64 = 0.0;
  let fx = start;
  let gx = slope;
  let ty: f64 = 0.0;
  let fy = start;
  let gy = slope;
  let enclosed = false;
  // Until a step is long enough, the auxiliary function f - enough t stands for f.
  let auxiliary = true;
  let width: f64 = MOST_STEP;
  let before: f64 = 2.0 * MOST_STEP;
  let most: f64 = MOST_STEP;
  let t: f64 = 1.0;
  for (let trial: i32 = 0; trial < TRIALS; trial++) {
    if (w[at + 9] >= w[at + 10]) return EVALUATIONS_SPENT;
    const ft = evaluate(state, t);
    const gt = dot(w[at + 3] as usize, vectorOf(state, 2), n);
    if (!(abs(ft) < Infinity && abs(gt) < Infinity)) {
      if (t > tx) most = tx + 0.5 * (t - tx);
      t = tx + 0.25 * (t - tx);
      continue;
    }
    const bound = start + t * enough;
    if (abs(gt) <= -CURVATURE * slope && (ft <= bound || ft - start <= ROUNDING * abs(start)))
      return GOING_ON;
    if (t >= most && ft <= bound && gt <= enough) return GOING_ON;
    if (auxiliary && ft <= bound && gt >= 0.0) auxiliary = false;

    // The next trial value, from f or from the auxiliary function.
    // Not enclosed, it lies beyond t: farther, but not too far.
    const near = t + 1.1 * (t - tx);
    const far = least(t + 4.0 * (t - tx), most);
    const by: f64 = auxiliary && ft <= fx && ft > bound ? enough : 0.0;
    const fxm = fx - by * tx;
    const gxm = gx - by;
    const ftm = ft - by * t;
    const gtm = gt - by;
    const turned = (gtm < 0.0 && gxm > 0.0) || (gtm > 0.0 && gxm < 0.0);
    const secant = t + (gtm / (gtm - gxm)) * (tx - t);
    let next: f64;
    if (ftm > fxm) {
      // Case 1: higher. The cubic, or half way to the quadratic, whichever is nearer to x.
      const c = tx + cubic(tx, fxm, gxm, t, ftm, gtm) * (t - tx);
      const q = tx + (gxm / ((fxm - ftm) / (t - tx) + gxm) / 2.0) * (t - tx);
      next = abs(c - tx) < abs(q - tx) ? c : c + (q - c) / 2.0;
    } else if (turned) {
      // Case 2: lower, and the slope has turned. The cubic or the secant, whichever is farther from t.
      const c = t + cubic(t, ftm, gtm, tx, fxm, gxm) * (tx - t);
      next = abs(c - t) >= abs(secant - t) ? c : secant;
    } else if (abs(gtm) < abs(gxm)) {
      // Case 3: lower, and less steep. The cubic where it has its minimum beyond t.
      const r = cubic(t, ftm, gtm, tx, fxm, gxm);
      const c: f64 = r < 0.0 ? t + r * (tx - t) : far;
      if (enclosed) {
        next = abs(c - t) < abs(secant - t) ? c : secant;
        const limit = t + 0.66 * (ty - t);
        next = t > tx ? least(limit, next) : largest(limit, next);
      } else {
        next = abs(c - t) > abs(secant - t) ? c : secant;
      }
    } else if (enclosed) {
      // Case 4: lower, and no less steep.
      const fym = fy - by * ty;
      next = t + cubic(t, ftm, gtm, ty, fym, gy - by) * (ty - t);
    } else {
      next = far;
    }

    // The interval of the paper's theorem 2.2.
    if (ftm > fxm) {
      ty = t;
      fy = ft;
      gy = gt;
      enclosed = true;
    } else {
      if (turned) {
        ty = tx;
        fy = fx;
        gy = gx;
        enclosed = true;
      }
      tx = t;
      fx = ft;
      gx = gt;
    }
    const from = least(tx, ty);
    const to = largest(tx, ty);
    if (enclosed) {
      if (to - from >= 0.66 * before) next = tx + 0.5 * (ty - tx);
      before = width;
      width = to - from;
      // Rounding leaves no value in between.
      if (!(next > from && next < to)) next = tx + 0.5 * (ty - tx);
      if (!(next > from && next < to) || to - from <= 1e-15 * to) break;
    } else if (!(next > near)) {
      next = least(near, far);
    } else if (next > far) {
      next = far;
    }
    if (next === t) break;
    t = next;
  }
  // No step that meets the conditions, but one that is lower.
  if (!(fx < start)) return SEARCH_FAILED;
  if (w[at + 9] >= w[at + 10]) return EVALUATIONS_SPENT;
  evaluate(state, tx);
  return GOING_ON;
}
