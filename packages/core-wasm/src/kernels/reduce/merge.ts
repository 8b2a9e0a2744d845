// Merging central moments of two samples.
// Source: Pébay, "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
// statistical moments" (Sandia report SAND2008-6212), equations for p = 2, 3, 4; for p = 2 also
// Chan, Golub and LeVeque (1979).

import { f64s } from '../../platform/platform';

/** Merges (count, mean, M2, M3, M4) at index `from` of f64s() into the one at `into`. */
export function joinMoments(into: i32, from: i32): void {
  const f = f64s();
  const b = f[from];
  if (b === 0.0) return;
  const a = f[into];
  if (a === 0.0) {
    for (let i: i32 = 0; i < 5; i++) f[into + i] = f[from + i];
    return;
  }
  const n = a + b;
  const delta = f[from + 1] - f[into + 1];
  const a2 = f[into + 2];
  const b2 = f[from + 2];
  const a3 = f[into + 3];
  const b3 = f[from + 3];
  // Shares of the merged sample instead of counts: no power of n appears.
  const p = a / n;
  const q = b / n;
  const dp = delta * p;
  const dq = delta * q;
  const squares = delta * dp * b;
  f[into] = n;
  f[into + 1] += dq;
  f[into + 2] = a2 + b2 + squares;
  f[into + 3] = a3 + b3 + squares * delta * (p - q) + 3.0 * (dp * b2 - dq * a2);
  f[into + 4] =
    f[into + 4] +
    f[from + 4] +
    squares * delta * delta * (p * p - p * q + q * q) +
    6.0 * (dp * dp * b2 + dq * dq * a2) +
    4.0 * (dp * b3 - dq * a3);
}
