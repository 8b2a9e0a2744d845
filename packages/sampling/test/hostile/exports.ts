// The public exports, with the classes whose methods the table lists.

export type { BernoulliDistribution } from '../../src/distributions/bernoulli.ts';
export type { CategoricalDistribution } from '../../src/distributions/categorical.ts';
export type { ExponentialDistribution } from '../../src/distributions/exponential.ts';
export type { NormalDistribution } from '../../src/distributions/normal.ts';
export type { UniformDistribution } from '../../src/distributions/uniform.ts';
export * from '../../src/index.ts';
