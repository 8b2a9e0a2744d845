// The wedge of a ziggurat layer: is a coin u below the share of the wedge's height that the density reaches?
// With a = log f(z) - log f(x_i) and s = log f(x_(i+1)) - log f(x_i), 0 <= a <= s, that share is
// (e^a - 1) / (e^s - 1), the same for every density. It lies between (a / s) (1 - s / 2) and a / s, since
// (e^t - 1) / t increases and is at most 1 / (1 - t / 2): layers are flat, so the exponentials are seldom needed.

import { expm1 } from '../math/exp';

/** 1 when every coin in [low, high] is below the share, -1 when none is, 0 when the bounds do not tell. */
export function wedgeBounds(low: f64, high: f64, a: f64, s: f64): i32 {
  if (high * s < a * (1.0 - 0.5 * s)) return 1;
  return low * s >= a ? -1 : 0;
}

/** Is u below the share? */
export function wedgeAccepts(u: f64, a: f64, s: f64): i32 {
  const told = wedgeBounds(u, u, a, s);
  if (told !== 0) return told > 0 ? 1 : 0;
  return u * expm1(s) < expm1(a) ? 1 : 0;
}
