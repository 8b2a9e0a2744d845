// Functions of the machine and their derivatives, each in the form that keeps its digits at the ends of its range.
import {
  add,
  and,
  cos,
  cosh,
  digamma,
  div,
  equal,
  exp,
  expand,
  expm1,
  less,
  log,
  mul,
  neg,
  polygamma,
  pow,
  sigmoid,
  sin,
  sinh,
  sqrt,
  square,
  sub,
  trigamma,
  where,
} from '../functions/index.ts';
import { numberIn, scalar } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { elementwiseOperation, type Simplify } from './elementwise.ts';
import type { Operation } from './operation.ts';

const SQRT_2_PI = 2.5066282746310002;
const LOG_SQRT_2_PI = 0.9189385332046728;
const TWO_OVER_SQRT_PI = 1.1283791670955126;

/** (1 - x)(1 + x): 1 - x^2 without the loss of digits near 1. */
const oneLessSquare = (x: Tensor): Tensor => mul(sub(1, x), add(1, x));
const gauss = (x: Tensor): Tensor => exp(mul(-0.5, square(x)));

/**
 * Density over distribution of the normal law, y the logarithm of the latter. By logarithms, as both are 0 in the tail;
 * far out, where those cancel, by the asymptotic series of their ratio (Abramowitz and Stegun 1964, 26.2.13, inverted)
 *     -x (1 + u - 2 u^2 + 10 u^3 - 74 u^4 + ...), u = 1 / x^2
 */
function inverseMills(x: Tensor, y: Tensor): Tensor {
  const squared = square(x);
  const near = exp(sub(sub(mul(-0.5, squared), LOG_SQRT_2_PI), y));
  const isFar = less(x, -100);
  // Where it is not taken, the series is of a number that leaves its derivatives of any order finite.
  const far = where(isFar, x, -100);
  const u = div(1, square(far));
  const series = [-2, 1, 1].reduce((sum: Tensor, each) => add(each, mul(u, sum)), add(10, mul(-74, u)));
  return where(isFar, neg(mul(far, series)), near);
}

/** Function -> the derivative of its argument, from the argument x, the result y and the result's derivative. */
const derivatives: Readonly<Record<string, (ct: Tensor, x: Tensor, y: Tensor) => Tensor>> = {
  exp: (ct, _, y) => mul(ct, y),
  expm1: (ct, x) => mul(ct, exp(x)),
  log: (ct, x) => div(ct, x),
  log1p: (ct, x) => div(ct, add(1, x)),
  sin: (ct, x) => mul(ct, cos(x)),
  cos: (ct, x) => neg(mul(ct, sin(x))),
  tan: (ct, _, y) => mul(ct, add(1, square(y))),
  asin: (ct, x) => div(ct, sqrt(oneLessSquare(x))),
  acos: (ct, x) => neg(div(ct, sqrt(oneLessSquare(x)))),
  atan: (ct, x) => div(ct, add(1, square(x))),
  sinh: (ct, x) => mul(ct, cosh(x)),
  cosh: (ct, x) => mul(ct, sinh(x)),
  tanh: (ct, _, y) => mul(ct, sub(1, square(y))),
  asinh: (ct, x) => div(ct, sqrt(add(1, square(x)))),
  acosh: (ct, x) => div(ct, sqrt(mul(sub(x, 1), add(x, 1)))),
  atanh: (ct, x) => div(ct, oneLessSquare(x)),
  sigmoid: (ct, _, y) => mul(ct, mul(y, sub(1, y))),
  softplus: (ct, x) => mul(ct, sigmoid(x)),
  // Not -1 / expm1(-x), whose own derivative is 0 * Infinity far out.
  log1mexp: (ct, x) => mul(ct, div(exp(x), expm1(x))),
  erf: (ct, x) => mul(ct, mul(TWO_OVER_SQRT_PI, exp(neg(square(x))))),
  erfc: (ct, x) => mul(ct, mul(-TWO_OVER_SQRT_PI, exp(neg(square(x))))),
  lgamma: (ct, x) => mul(ct, digamma(x)),
  digamma: (ct, x) => mul(ct, trigamma(x)),
  trigamma: (ct, x) => mul(ct, polygamma(2, x)),
  normalCdf: (ct, x) => mul(ct, div(gauss(x), SQRT_2_PI)),
  logNormalCdf: (ct, x, y) => mul(ct, inverseMills(x, y)),
  normalQuantile: (ct, _, y) => mul(ct, mul(SQRT_2_PI, exp(mul(0.5, square(y))))),
};

/** The largest integer exponent that is done by products, at most 6 of them. */
const LARGEST_PRODUCT = 16;

/** x^n by squares and products. */
function product(x: Tensor, n: number): Tensor {
  if (n === 1) return x;
  const half = square(product(x, Math.floor(n / 2)));
  if (n === 2) return square(x);
  if (n === 3) return mul(x, square(x));
  return n % 2 === 0 ? half : mul(x, half);
}

/** Powers that are products and square roots: faster, and differentiable wherever they are. */
const simplePower: Simplify = ([x, y], shape) => {
  const n = numberIn(y);
  if (n === undefined) return undefined;
  if (n === 0) return expand(scalar(1, x.dtype), shape);
  if (n === 0.5) return sqrt(x);
  if (n === -0.5) return div(1, sqrt(x));
  if (!Number.isInteger(n) || Math.abs(n) > LARGEST_PRODUCT) return undefined;
  return n > 0 ? product(x, n) : div(1, product(x, -n));
};

const power: Operation = elementwiseOperation(
  'pow',
  ({ x, y, result, ct, needs }) => {
    // y x^(y - 1) is 0 where y is, at x = 0 too; a constant exponent is not 0 here.
    const slope = (): Tensor => {
      const form = mul(y, pow(x, sub(y, 1)));
      return numberIn(y) === undefined ? where(and(equal(x, 0), equal(y, 0)), 0, form) : form;
    };
    // x^y log x has the limit 0 at x = 0.
    const growth = (): Tensor => mul(result, log(where(equal(x, 0), 1, x)));
    return [needs[0] ? mul(ct, slope()) : undefined, needs[1] ? mul(ct, growth()) : undefined];
  },
  simplePower,
);

export const transcendental: Readonly<Record<string, Operation>> = {
  ...Object.fromEntries(
    Object.entries(derivatives).map(([name, derivative]) => [
      name,
      elementwiseOperation(name, ({ ct, x, result }) => [derivative(ct, x, result)]),
    ]),
  ),
  pow: power,
  polygamma: elementwiseOperation('polygamma', ({ x, y, ct, needs }) => [
    undefined,
    needs[1] ? mul(ct, polygamma(add(x, 1), y)) : undefined,
  ]),
};
