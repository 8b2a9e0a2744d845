/**
 * The version of every algorithm that decides values, by name. A version goes up when the same seed, or the same
 * data, gives other numbers; so results that are kept with it say whether they can be repeated.
 */
export const algorithmVersions = {
  seed: 1,
  chacha8: 1,
  chacha12: 1,
  chacha20: 1,
  'philox4x32-10': 1,
  uniform: 1,
  normal: 1,
  exponential: 1,
  bernoulli: 1,
  categorical: 1,
  'maximum-likelihood': 1,
  'monte-carlo': 1,
  'token-sampler': 1,
} as const;
