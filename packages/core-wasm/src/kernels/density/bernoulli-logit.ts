// Log-mass of Bernoulli on {0, 1} with success probability 1 / (1 + exp(-logit)), and its partial derivative. With
// u = logit at 1, -logit at 0, and e = exp(-|logit|):
//   value      min(u, 0) - log(1 + e), -Infinity elsewhere
//   d/dlogit   +-1 / (1 + exp(u)), the sign that of u to logit, 0 elsewhere
// so that no digit is lost on either side.

import { abs, pmin } from '../../platform/platform';
import { exp } from '../math/exp';
import { log1pUnit } from '../math/log';

/** log P(x), given e. */
export function bernoulliLogitValue(x: f64, logit: f64, e: f64): f64 {
  if (x !== 0.0 && x !== 1.0) return x !== x ? x : -Infinity;
  return pmin(x === 0.0 ? -logit : logit, 0.0) - log1pUnit(e);
}

/** log P(x). */
export function bernoulliLogitLogProb(x: f64, logit: f64): f64 {
  return bernoulliLogitValue(x, logit, exp(-abs(logit)));
}

/** d/dlogit, given e. */
export function bernoulliInLogit(x: f64, logit: f64, e: f64): f64 {
  if (x === 1.0) return (logit >= 0.0 ? e : 1.0) / (1.0 + e);
  if (x === 0.0) return -((logit <= 0.0 ? e : 1.0) / (1.0 + e));
  return x !== x ? x : 0.0;
}
