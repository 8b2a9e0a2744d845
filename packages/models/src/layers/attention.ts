// Causal self-attention with several heads (Vaswani and others 2017), as GPT-2 has it: one product for queries, keys and
// values, one for what comes out.
import {
  cast,
  lessEqual,
  matmul,
  mul,
  reshape,
  softmax,
  split,
  type Tensor,
  transpose,
  where,
} from '@stokast/autodiff';
import type { TensorsFor } from '../train/parameters.ts';
import { applyProjection, type ProjectionWeights, projection } from './projection.ts';
import { type Angles, applyRotary } from './rotary.ts';

export type SelfAttentionWeights = {
  readonly c_attn: ProjectionWeights;
  readonly c_proj: ProjectionWeights;
};

/** The weights for rows of `channels`; what is added to the residual stream starts smaller: `outDeviation`. */
export const selfAttention = (
  channels: number,
  deviation: number,
  outDeviation: number,
  bias: boolean,
): SelfAttentionWeights => ({
  c_attn: projection(channels, 3 * channels, deviation, bias),
  c_proj: projection(channels, channels, outDeviation, bias),
});

/** Queries, keys and values of each head, [batch, heads, positions, size] each, turned where there are angles. */
export function headsOf(
  { c_attn }: Pick<TensorsFor<SelfAttentionWeights>, 'c_attn'>,
  x: Tensor, // [batch, positions, channels]
  heads: number,
  angles: Angles | undefined,
): readonly [query: Tensor, key: Tensor, value: Tensor] {
  const [batch, positions, channels] = x.shape;
  const apart = reshape(applyProjection(c_attn, x), [batch, positions, 3, heads, channels / heads]);
  const [query, key, value] = split(transpose(apart, [2, 0, 3, 1, 4]), 3).map((part) =>
    reshape(part, [batch, heads, positions, channels / heads]),
  ) as Tensor[];
  if (angles === undefined) return [query, key, value];
  return [applyRotary(angles, query), applyRotary(angles, key), value];
}

/**
 * softmax(query key^T / sqrt(size)) value, where `seen` is 1 at the keys that each query may look at and 0 elsewhere.
 *
 * query [batch, heads, rows, size], key and value [batch, heads, others, size], seen [rows, others] of singles give
 * [batch, rows, heads * size]. `drop` is what dropout does to the weights.
 */
export function attend(
  [query, key, value]: readonly [Tensor, Tensor, Tensor],
  seen: Tensor,
  drop: (x: Tensor) => Tensor,
): Tensor {
  const [batch, heads, rows, size] = query.shape;
  const scores = matmul(mul(query, 1 / Math.sqrt(size)), transpose(key, [0, 1, 3, 2])) as Tensor; // [b, h, rows, others]
  const weights = drop(softmax(where(seen, scores, Number.NEGATIVE_INFINITY)) as Tensor);
  const heard = transpose(matmul(weights, value) as Tensor, [0, 2, 1, 3]); // [batch, rows, heads, size]
  return reshape(heard, [batch, rows, heads * size]) as Tensor;
}

/** 1 where a column is not behind its row: [positions, positions] of singles. */
export function notLater(positions: number): Tensor {
  const places = Float64Array.from({ length: positions }, (_, i) => i);
  return cast(lessEqual(places, reshape(places, [positions, 1])), 'f32') as Tensor;
}
