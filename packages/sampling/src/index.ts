export { type Data, type KeptData, keep, type Numbers } from './data.ts';
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
export type { Fit, FitState } from './fit.ts';
export type { Seed } from './stream/seed.ts';
export { Stream, type StreamOptions, type StreamState, stream } from './stream/stream.ts';
export type { TokenPreset, TokenSamplerOptions, TokenStep } from './tokens/options.ts';
export {
  type TokenDistribution,
  type TokenHistory,
  type TokenSampler,
  tokenSampler,
} from './tokens/sampler.ts';
