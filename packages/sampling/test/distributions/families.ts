// The distributions that every suite runs over, and what the suites need to know of each family.
import { Bernoulli, Categorical, type Distribution, Exponential, Normal, Uniform } from '../../src/index.ts';

/** Ordinary parameters, then ones at the edges of what is allowed. */
export const distributions: readonly Distribution[] = [
  Uniform(),
  Uniform(-3, 5),
  Normal(),
  Normal(-1.5, 2.5),
  Exponential(),
  Exponential(0.25),
  Bernoulli(0.3),
  Bernoulli(0),
  Bernoulli(1),
  Categorical({ probabilities: [1, 2, 0, 3, 0.5] }),
  Categorical({ probabilities: [0, 1, 0] }),
  Categorical({ logits: [0.5, -1, Number.NEGATIVE_INFINITY, 2] }),
  Categorical({ logits: Array.from({ length: 1000 }, (_, i) => ((i * 37) % 101) / 20) }),
];

/** For `test.each`. */
export const each: [string, Distribution][] = distributions.map((d) => [String(d).slice(0, 60), d]);

export const continuous = distributions.filter((d) => !d.discrete);
export const factories = { Uniform, Normal, Exponential, Bernoulli, Categorical };

/** The distribution of the same family with other values for its parameters. */
export function withParameters(d: Distribution, parameters: Record<string, never>): Distribution {
  if (d.name === 'Categorical') return Categorical(parameters as never);
  const factory = factories[d.name as 'Normal'] as (...values: number[]) => Distribution;
  return factory(...(Object.values(parameters) as number[]));
}

/** Points of the support, its ends, and points outside. */
export function pointsOf(d: Distribution): number[] {
  const inside = [1e-6, 0.01, 0.2, 0.5, 0.77, 0.99, 1 - 1e-6].map((p) => d.quantile(p));
  const { lower, upper } = d.support;
  return [
    ...inside,
    lower,
    upper,
    lower - 1,
    upper + 1,
    0,
    -0,
    0.5,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ];
}

/** Data that the distribution could have made, n values. */
export function dataOf(d: Distribution, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) =>
    d.quantile(((i * 0.6180339887498949) % 1) * 0.998 + 0.001),
  );
}
