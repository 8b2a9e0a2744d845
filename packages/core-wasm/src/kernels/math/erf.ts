// erf(x) and erfc(x), errors below 1 ulp and 2 eps, relative also in the tail of erfc
// (down to the smallest double, x = 27.2).
// Source: exp(x^2) erfc(x) (1 + 2 x) as one polynomial in (x - 4) / (x + 4), after Shepherd and Laframboise (1981);
// exp(-x^2) from x^2 in two parts. Coefficients: tools/reference-tables/math-coefficients.py erf erfc
// Twin: simd/math/erf.ts

import { f64s, fromWords, highWord } from '../../platform/platform';
import { expTimes } from './exp';

/** erf(x) - x for |x| <= 0.85. */
export function erfExcess(x: f64): f64 {
  const z = x * x;
  const w = z * z;
  const low = 0.12837916709551256 + z * -0.37612638903183315;
  const high =
    0.11283791670931272 +
    z * -0.02686617064002351 +
    w *
      (0.0052239775691975375 +
        z * -0.0008548323400286155 +
        w *
          (0.00012055187008199036 +
            z * -1.4921857134483652e-5 +
            w * (1.6398367024726369e-6 + z * -1.5692205108451058e-7 + w * 1.066213551331898e-8)));
  return x * (low + w * high);
}

/** exp(x^2) erfc(x) (1 + 2 x), from 1.28 at 1/2 to 1.13 at infinity, for x >= 1/2. */
export function scaledTail(x: f64): f64 {
  const t = (x - 4.0) / (x + 4.0);
  const z = t * t;
  const w = z * z;
  return (
    1.2329951186255526 +
    (t * -0.13962111684056247 +
      (z * (0.015379652102621644 + t * 0.06809705425468605) +
        w *
          (-0.10103906603642125 +
            t * 0.09373283499861523 +
            z * (-0.06633036580940611 + t * 0.037167515532479566) +
            w *
              (-0.016197734092630492 +
                t * 0.005031970030820611 +
                z * (-0.0007577730355252192 + t * -0.00019925703639088436) +
                w *
                  (0.00015062052434151418 +
                    t * -2.4397795340153092e-5 +
                    z * (-1.1218654234857839e-5 + t * 5.705876127623528e-6) +
                    w *
                      (2.874384088626644e-7 +
                        t * -8.186088981908921e-7 +
                        z * (8.212199472609238e-8 + t * 1.0252415910559157e-7) +
                        w *
                          (-2.2912775644739406e-8 +
                            t * -9.39711390476553e-9 +
                            z * 3.2850043113853787e-9)))))))
  );
}

/** erfc(x) for x >= 1/2. */
function tail(x: f64): f64 {
  if (x > 28.0) return 0.0;
  // x^2 = head^2 + (x - head) (x + head), the first without rounding; 1 + 2 x = d + lost.
  const head = fromWords(highWord(x), 0);
  const d = 1.0 + 2.0 * x;
  const lost = 1.0 - (d - 2.0 * x);
  return expTimes(scaledTail(x) / d, -head * head, -(x - head) * (x + head) - lost / d);
}

/** erf(x) = 2 / sqrt(pi) * integral of exp(-t^2) from 0 to x. */
export function erf(x: f64): f64 {
  if (x > -0.84 && x < 0.84) return x + erfExcess(x);
  if (x >= 0.84) return 1.0 - tail(x);
  return x <= -0.84 ? tail(-x) - 1.0 : x;
}

/** erfc(x) = 1 - erf(x), with relative accuracy for large x. */
export function erfc(x: f64): f64 {
  if (x >= 0.5) return tail(x);
  if (x > 0.25) return 0.5 - (erfExcess(x) + (x - 0.5));
  if (x > -0.5) return 1.0 - (x + erfExcess(x));
  return x <= -0.5 ? 2.0 - tail(-x) : x;
}

/** out[i] = erf(x[i]) for i < n; `out` may be `x`. */
export function fillErf(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = erf(f[from + i]);
}

/** out[i] = erfc(x[i]) for i < n; `out` may be `x`. */
export function fillErfc(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = erfc(f[from + i]);
}
