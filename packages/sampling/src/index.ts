export { algorithmVersions } from './algorithms.ts';
export { type Data, type KeptData, keep, type Numbers } from './data.ts';
export { Bernoulli } from './distributions/bernoulli.ts';
export { Categorical, type CategoricalParameters } from './distributions/categorical.ts';
export type {
  ContinuousDistribution,
  DiscreteDistribution,
  Distribution,
  DistributionState,
  DrawOptions,
  Parameters,
  Reparameterised,
  Support,
} from './distributions/distribution.ts';
export { Exponential } from './distributions/exponential.ts';
export { Normal } from './distributions/normal.ts';
export type { TracedBernoulli } from './distributions/traced/bernoulli.ts';
export type { TracedCategorical } from './distributions/traced/categorical.ts';
export type { TracedExponential } from './distributions/traced/exponential.ts';
export type { TracedNormal } from './distributions/traced/normal.ts';
export type { Traced, TracedContinuous } from './distributions/traced/traced.ts';
export type { TracedUniform } from './distributions/traced/uniform.ts';
export { Uniform } from './distributions/uniform.ts';
export type { Fit, FitState } from './fit.ts';
export {
  type DrawOf,
  type GradientOptions,
  gradientOfExpectation,
  type PointsOf,
} from './gradient/gradient-of-expectation.ts';
export type {
  ExpectationGradient,
  ExpectationGradientState,
  GradientEstimate,
} from './gradient/result.ts';
export type { BlockIntegrand, TracedIntegrand } from './integrate/integrand.ts';
export { integrate } from './integrate/integrate.ts';
export type { IntegrateOptions, Tolerance } from './integrate/options.ts';
export type { Diagnostics, Integral, IntegralState, IntegrationMethod } from './integrate/result.ts';
export { traced } from './integrate/traced.ts';
export type { Estimates, Values } from './likelihood/estimates.ts';
export {
  type LastEstimates,
  type LikelihoodOptions,
  maximumLikelihood,
} from './likelihood/maximum-likelihood.ts';
export type { Observed } from './likelihood/observed.ts';
export type { LikelihoodFit, LikelihoodFitState } from './likelihood/result.ts';
export type { Interval } from './stream/draws.ts';
export type { Seed } from './stream/seed.ts';
export { Stream, type StreamOptions, type StreamState, stream } from './stream/stream.ts';
export type { TokenPreset, TokenSamplerOptions, TokenStep } from './tokens/options.ts';
export {
  type TokenDistribution,
  type TokenHistory,
  type TokenSampler,
  tokenSampler,
} from './tokens/sampler.ts';
