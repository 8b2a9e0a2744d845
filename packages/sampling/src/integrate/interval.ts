// From a mean, its standard error and its skewness to an interval that covers.
// Source: Hall, "On the removal of skewness by transformation" (1992): with c the skewness of the mean and T its
// studentised error, T + c T^2 / 3 + c^2 T^3 / 27 + c / 6 follows Student's law up to terms of second order. It is
// (1 + c T / 3)^3 in disguise, so it can be undone in closed form. With c = 0 this is the ordinary t interval.
import { machine } from '@stokast/core-wasm';
import { studentQuantile } from './student.ts';

/** An estimate by a mean of independent parts. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
  /** Skewness of the estimate's law, as estimated: that of one part over the root of their number. */
  readonly skewness: number;
  /** Of the standard error. */
  readonly degreesOfFreedom: number;
}

/** Its ends hold the true value in a share `confidence` of cases. */
export function intervalOf(estimate: Estimate, confidence: number): [low: number, high: number] {
  const { value, standardError, skewness, degreesOfFreedom } = estimate;
  if (standardError === 0) return [value, value];
  const t = studentQuantile(confidence, degreesOfFreedom);
  return [
    value - standardError * untransform(t, skewness),
    value - standardError * untransform(-t, skewness),
  ];
}

/** T with T + c T^2 / 3 + c^2 T^3 / 27 + c / 6 = y. */
function untransform(y: number, c: number): number {
  const { kernels: k } = machine();
  const cube = c * (y - c / 6);
  if (c === 0 || cube === 0) return y - c / 6;
  const root = cube > -0.5 ? k.expm1(k.log1p(cube) / 3) : cubeRoot(1 + cube) - 1;
  return (3 / c) * root;
}

function cubeRoot(x: number): number {
  const { kernels: k } = machine();
  return x === 0 ? 0 : Math.sign(x) * k.exp(k.log(Math.abs(x)) / 3);
}
