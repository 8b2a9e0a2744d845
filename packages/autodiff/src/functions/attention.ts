// Attention: rows that are means of other rows, weighed by how well they answer.
import { checkInteger, checkOptions } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import { tensorsOf } from '../record.ts';
import { sameShape, shapeFault } from '../shape.ts';
import type { Init, Joint, Last } from '../shape-types.ts';
import type { Operand, ShapeOf, Tensor } from '../tensor.ts';
import { mul } from './arithmetic.ts';
import { lessEqual, where } from './comparisons.ts';
import type { TypeOf } from './elementwise.ts';
import { distances } from './indexing.ts';
import { matmul, turned } from './linear.ts';
import { moveAxis, reshape } from './movement.ts';
import { softmax } from './rows.ts';

/** Options of `attention`. */
export interface AttentionOptions {
  /** So many independent ones, each with its share of the channels: 1 unless given. */
  readonly heads?: number;
  /** No row looks at later ones. The rows of `query` are the last ones of `key`, where they are fewer. */
  readonly causal?: boolean;
}

const WHAT = 'Cannot apply attention';

/** [..., rows, channels] -> [..., heads, rows, channels / heads] */
function split(name: string, x: Tensor, heads: number): Tensor {
  const channels = x.shape[x.rank - 1];
  if (channels % heads !== 0)
    throw rangeFault(WHAT, 'options.heads', heads, `a divisor of ${channels}, the channels of ${name}`);
  const apart = reshape(x, [...x.shape.slice(0, -1), heads, channels / heads]);
  return moveAxis(apart, x.rank - 1, x.rank - 2);
}

/**
 * Scaled dot-product attention with several heads (Vaswani et al. 2017): in each head
 *
 *     softmax(query key^T / sqrt(channels)) value
 *
 * Shapes: query `[..., rows, channels]`, key `[..., others, channels]` and value `[..., others, out]`, with the same axes
 * in front, give `[..., rows, out]`; the heads take neighbouring channels.
 *
 * Throws a RangeError (STOKAST_E_SHAPE) where shapes do not fit, a TypeError or RangeError for other options and for
 * heads that do not divide the channels.
 *
 * ```ts
 * import { attention, compile } from '@stokast/autodiff';
 * const look = compile((q, k, v) => attention(q, k, v, { causal: true }), [[2, 1], [2, 1], [2, 1]]);
 * look([0, 0], [1, 2], [10, 20]) //=> Float64Array(2) [ 10, 15 ]
 * ```
 */
export function attention<Q extends Operand, V extends Operand>(
  query: Q,
  key: Operand,
  value: V,
  options: AttentionOptions = {},
): Tensor<Joint<Init<ShapeOf<Q>>, readonly [Last<ShapeOf<V>>]>, TypeOf<Q, V>> {
  checkOptions(WHAT, options, ['heads', 'causal']);
  const { heads = 1, causal = false } = options;
  checkInteger(WHAT, 'options.heads', heads, 1, 2147483647);
  const [q, k, v] = tensorsOf('attention', [query, key, value]);
  const [rows, channels] = q.shape.slice(-2);
  const [others] = k.shape.slice(-2);
  const batch = q.shape.slice(0, -2);
  const fit =
    q.rank >= 2 &&
    sameShape(k.shape, [...batch, others, channels]) &&
    sameShape(v.shape, [...batch, others, v.shape[v.rank - 1]]) &&
    (!causal || others >= rows);
  if (!fit) {
    const allowed = `[..., rows, channels], [..., others, channels] and [..., others, out]`;
    throw shapeFault(
      'attention',
      [q.shape, k.shape, v.shape],
      causal ? `${allowed}, rows <= others` : allowed,
    );
  }
  const scale = 1 / Math.sqrt(channels / heads);
  const scores = matmul(split('query', mul(q, scale), heads), turned(split('key', k, heads)));
  const seen = causal
    ? where(lessEqual(distances(rows, others, q.dtype), others - rows), scores, Number.NEGATIVE_INFINITY)
    : scores;
  const parts = matmul(softmax(seen), split('value', v, heads)) as Tensor;
  return reshape(moveAxis(parts, parts.rank - 3, parts.rank - 2), [
    ...batch,
    rows,
    v.shape[v.rank - 1],
  ]) as never;
}
