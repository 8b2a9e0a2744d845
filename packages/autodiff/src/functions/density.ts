// Log-densities of distributions over tensors: their values and partial derivatives come from one instruction.

import { BERNOULLI, BERNOULLI_LOGIT, EXPONENTIAL, NORMAL, UNIFORM } from '../operations/density.ts';
import { counting, record, tensorOf, tensorsOf } from '../record.ts';
import { broadcast, type Shape, shapeFault, sizeOf } from '../shape.ts';
import type { Broadcast, Init } from '../shape-types.ts';
import type { DTypeOf, Operand, ShapeOf, Tensor } from '../tensor.ts';
import { add, cast, floor, mul, sub } from './arithmetic.ts';
import { and, equal, less, lessEqual, where } from './comparisons.ts';
import type { Joined } from './elementwise.ts';
import { gather } from './indexing.ts';
import { expand, reshape } from './movement.ts';
import { logSumExp } from './rows.ts';

function logProb(name: string, family: number, ...operands: readonly Operand[]): Tensor {
  const tensors = tensorsOf(name, operands);
  const shape = tensors.reduce<Shape>((all, each) => broadcast(name, all, each.shape), []);
  return record(
    'density',
    tensors.map((each) => expand(each, shape)),
    { family, column: 0 },
  );
}

/**
 * The log-density of Normal(mu, sigma) at x: -z^2 / 2 - log(sigma) - log(2 pi) / 2 with z = (x - mu) / sigma.
 * NaN where sigma is below 0. Like all of these, the bits of the distribution's own `logProb` in the sampling package.
 *
 * ```ts
 * import { compile, normalLogProb } from '@stokast/autodiff';
 * compile((x) => normalLogProb(x, 0, 1), [[]])(0) //=> -0.9189385332046728
 * ```
 */
export const normalLogProb = <X extends Operand, A extends Operand, B extends Operand>(
  x: X,
  mu: A,
  sigma: B,
): Joined<Joined<X, A>, B> => logProb('normalLogProb', NORMAL, x, mu, sigma) as never;

/**
 * The log-density of Exponential(rate) at x: log(rate) - rate x, and -Infinity below 0.
 *
 * ```ts
 * import { compile, exponentialLogProb } from '@stokast/autodiff';
 * compile((x) => exponentialLogProb(x, 1), [[]])(2) //=> -2
 * ```
 */
export const exponentialLogProb = <X extends Operand, A extends Operand>(x: X, rate: A): Joined<X, A> =>
  logProb('exponentialLogProb', EXPONENTIAL, x, rate) as never;

/**
 * The log-density of Uniform(low, high) at x: -log(high - low) in [low, high], -Infinity outside.
 *
 * ```ts
 * import { compile, uniformLogProb } from '@stokast/autodiff';
 * compile((x) => uniformLogProb(x, 0, 1), [[]])(0.5) //=> -0
 * ```
 */
export const uniformLogProb = <X extends Operand, A extends Operand, B extends Operand>(
  x: X,
  low: A,
  high: B,
): Joined<Joined<X, A>, B> => logProb('uniformLogProb', UNIFORM, x, low, high) as never;

/**
 * The log-probability of y under Bernoulli(p): log(p) at 1, log(1 - p) at 0, -Infinity elsewhere.
 *
 * ```ts
 * import { bernoulliLogProb, compile } from '@stokast/autodiff';
 * compile((p) => bernoulliLogProb(1, p), [[]])(1) //=> 0
 * ```
 */
export const bernoulliLogProb = <Y extends Operand, P extends Operand>(y: Y, p: P): Joined<Y, P> =>
  logProb('bernoulliLogProb', BERNOULLI, y, p) as never;

/**
 * The log-probability of y under the Bernoulli distribution whose logit log(p / (1 - p)) is given: y logit -
 * log(1 + e^logit) without overflow; -Infinity where y is not 0 or 1.
 *
 * ```ts
 * import { bernoulliLogitLogProb, compile } from '@stokast/autodiff';
 * compile((logit) => bernoulliLogitLogProb(1, logit), [[]])(-1000) //=> -1000
 * ```
 */
export const bernoulliLogitLogProb = <Y extends Operand, L extends Operand>(y: Y, logit: L): Joined<Y, L> =>
  logProb('bernoulliLogitLogProb', BERNOULLI_LOGIT, y, logit) as never;

/**
 * The log-probability of category k under logits [..., n]: logits[k] - logSumExp(logits), -Infinity where k is no
 * category. k and the logits' other axes broadcast. The derivative in the logits is oneHot(k) - softmax(logits).
 *
 * ```ts
 * import { categoricalLogitLogProb, compile } from '@stokast/autodiff';
 * compile((logits) => categoricalLogitLogProb(1, logits), [[2]])([0, 0]) //=> -0.6931471805599453
 * ```
 */
export function categoricalLogitLogProb<K extends Operand, L extends Operand>(
  k: K,
  logits: L,
): Tensor<Broadcast<ShapeOf<K>, Init<ShapeOf<L>>>, DTypeOf<L>> {
  const name = 'categoricalLogitLogProb';
  const [table] = tensorsOf(name, [logits]);
  // An index may be of its own type; in doubles it stays exact, however many rows there are.
  const index = cast(tensorOf(name, k, 'f64'), 'f64');
  if (table.rank === 0) throw shapeFault(name, [index.shape, table.shape], 'logits of shape [..., n]');
  const n = table.shape[table.rank - 1];
  const rows = table.shape.slice(0, -1);
  const shape = broadcast(name, index.shape, rows);
  const valid = and(and(lessEqual(0, index), less(index, n)), equal(index, floor(index)));
  // The place in the row first, then the row's: an index outside must not be one of the next row.
  const within = where(valid, index, Number.NaN);
  const count = sizeOf(rows);
  const place = expand(
    count === 1 ? within : add(within, reshape(mul(counting(count, 'f64'), n), rows)),
    shape,
  );
  const chosen = gather(reshape(table, [count * n]), place);
  const known = expand(cast(valid, table.dtype), shape);
  return where(known, sub(chosen, logSumExp(table, -1)), Number.NEGATIVE_INFINITY) as never;
}
