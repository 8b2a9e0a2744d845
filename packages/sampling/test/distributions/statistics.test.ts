// Draws of every family come from their distribution, by each way to draw, and planted mistakes are seen.
// The error rate stands in ways.ts; draws are fixed by the seeds, so it is the same run every time.
import { expect, test } from 'vitest';
import { Bernoulli, Categorical, type Distribution, Exponential, Normal, Uniform } from '../../src/index.ts';
import { complaints, type Draw, N, SEEDS, ways } from './ways.ts';

test.each(ways)('%s', (_, d, draw) => {
  expect(complaints(d, draw)).toEqual([]);
});

/** Mistakes that a wrapper can make. */
const planted: [string, Distribution, Draw][] = [
  ['sigma used as a variance', Normal(-1.5, 2.5), (s) => Normal(-1.5, Math.sqrt(2.5)).sample(s, N)],
  ['mu forgotten', Normal(0.05, 2.5), (s) => Normal(0, 2.5).sample(s, N)],
  ['sigma off by 2 %', Normal(), (s) => Normal(0, 1.02).sample(s, N)],
  ['rate taken for a scale', Exponential(0.25), (s) => Exponential(4).sample(s, N)],
  ['rate off by 3 %', Exponential(), (s) => Exponential(1.03).sample(s, N)],
  ['high taken for a width', Uniform(-3, 5), (s) => Uniform(-3, 2).sample(s, N)],
  [
    'tails cut at 3 sigma',
    Normal(),
    (s) =>
      Normal()
        .sample(s, N)
        .map((x) => (Math.abs(x) > 3 ? x / 2 : x)),
  ],
  ['p and 1 - p swapped', Bernoulli(0.49), (s) => Bernoulli(0.51).sample(s, N)],
  [
    'categories off by one',
    Categorical({ probabilities: [1, 2, 3] }),
    (s) =>
      Categorical({ probabilities: [1, 2, 3] })
        .sample(s, N)
        .map((x) => (x + 1) % 3),
  ],
  [
    'logits taken for weights',
    Categorical({ logits: [1, 2] }),
    (s) => Categorical({ probabilities: [1, 2] }).sample(s, N),
  ],
  [
    'a category left out',
    Categorical({ probabilities: [500, 1, 500] }),
    (s) => Categorical({ probabilities: [500, 0, 500] }).sample(s, N),
  ],
  [
    'the first chunk drawn again and again',
    Exponential(),
    (s) => {
      const chunk = Exponential().sample(s, 1000);
      return Float64Array.from({ length: N }, (_, i) => chunk[i % 1000]);
    },
  ],
  [
    'a lookahead that repeats its last draw',
    Uniform(),
    (s) => {
      const draws = Uniform().sample(s, N);
      return draws.map((x, i) => (i % 16 === 15 ? draws[i - 1] * draws[i - 1] : x));
    },
  ],
];

test.each(planted)('seen: %s', (_, d, draw) => {
  for (const seed of SEEDS) expect(complaints(d, draw, [seed]).length).toBeGreaterThan(0);
});
