// Log-densities with their partial derivatives, as one instruction gives them: `column` 0 is the value, 1 its
// derivative in x, 2 in the first parameter, 3 in the second. All inputs have the result's shape.

import { pullback } from '../differentiate.ts';
import {
  add,
  and,
  div,
  equal,
  lessEqual,
  log,
  mul,
  neg,
  or,
  sigmoid,
  square,
  sub,
  where,
} from '../functions/index.ts';
import { constantIn, record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { hoist } from './elementwise.ts';
import type { Operation } from './operation.ts';

/** Families: the numbers that the machine knows them by, kernels/density/likelihood.ts in the core. */
export const NORMAL = 0;
export const UNIFORM = 1;
export const EXPONENTIAL = 2;
export const BERNOULLI = 3;
export const BERNOULLI_LOGIT = 5;
/** The normal with a sigma that is known: its inputs are x, mu, sqrt(1/2) / sigma, -log(sigma) - log(2 pi) / 2, 1 / sigma. */
export const NORMAL_KNOWN = 6;

/** A partial derivative of a log-density, in x, a and b or what stands for it. */
type Partial = (x: Tensor, a: Tensor, b: Tensor, ...more: Tensor[]) => Tensor;

const inside = (x: Tensor, low: Tensor, high: Tensor, value: Tensor): Tensor =>
  where(and(lessEqual(low, x), lessEqual(x, high)), value, 0);
const known: Partial = (x, mu, _scale, _base, inverse) => mul(sub(x, mu), square(inverse));
const inMu: Partial = (x, mu, sigma) => div(sub(x, mu), square(sigma));

/** Family -> column -> that partial derivative, from which the second ones are made. What is missing is 0. */
const partials: Readonly<Record<number, Readonly<Record<number, Partial>>>> = {
  [NORMAL]: {
    1: (x, mu, sigma) => neg(inMu(x, mu, sigma)),
    2: inMu,
    3: (x, mu, sigma) => div(sub(square(div(sub(x, mu), sigma)), 1), sigma),
  },
  [NORMAL_KNOWN]: { 1: (...inputs) => neg(known(...inputs)), 2: known },
  [UNIFORM]: {
    2: (x, low, high) => inside(x, low, high, div(1, sub(high, low))),
    3: (x, low, high) => inside(x, low, high, div(-1, sub(high, low))),
  },
  [EXPONENTIAL]: {
    1: (x, rate) => where(lessEqual(0, x), neg(rate), 0),
    2: (x, rate) => where(lessEqual(0, x), sub(div(1, rate), x), 0),
  },
  [BERNOULLI]: {
    2: (x, p) => where(equal(x, 1), div(1, p), where(equal(x, 0), div(-1, sub(1, p)), 0)),
  },
  [BERNOULLI_LOGIT]: {
    2: (x, logit) => where(or(equal(x, 0), equal(x, 1)), sub(x, sigmoid(logit)), 0),
  },
};

const SQRT_HALF = Math.sqrt(0.5);
const HALF_LOG_TAU = 0.9189385332046728;
/** 2^-500 and 2^500: between them no square of sigma, nor its inverse, leaves the normal doubles. */
const SMALL = 3.054936363499605e-151;
const LARGE = 3.273390607896142e150;

/** With a sigma that is known while tracing, its logarithm and inverse are computed once, not in each run. */
function withKnownScale(inputs: readonly Tensor[], column: number): Tensor | undefined {
  const [x, mu, sigma] = inputs;
  const values = sigma.dtype === 'f64' ? constantIn(sigma) : undefined;
  if (!values?.every((each) => each >= SMALL && each <= LARGE)) return undefined;
  const base = neg(add(log(sigma), HALF_LOG_TAU));
  return record('density', [x, mu, div(SQRT_HALF, sigma), base, div(1, sigma)], {
    family: NORMAL_KNOWN,
    column,
  });
}

export const density: Readonly<Record<string, Operation>> = {
  density: {
    elementwise: true,
    infer: ([x]) => x,
    simplify(inputs, attributes, shape) {
      const column = attributes.column as number;
      if (attributes.family === NORMAL && column < 3) {
        const simple = withKnownScale(inputs, column);
        if (simple) return simple;
      }
      return hoist('density', inputs, attributes, shape);
    },
    pullback({ inputs, attributes, cotangent, needs }) {
      const family = attributes.family as number;
      const column = attributes.column as number;
      const rows = partials[family];
      if (column === 0) {
        return inputs.map((_, i) =>
          needs[i] && rows[i + 1]
            ? mul(cotangent, record('density', inputs, { family, column: i + 1 }))
            : undefined,
        );
      }
      const own = inputs.map((input) => record('identity', [input]));
      const [x, a, b = a, ...more] = own;
      return pullback([rows[column](x, a, b, ...more)], [cotangent], own);
    },
  },
};
