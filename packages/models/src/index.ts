export { algorithmVersions } from './algorithms.ts';
export type { Classifier, ClassifierEvaluation } from './classifier/classifier.ts';
export type { ClassifierConfig, ClassifierOptions } from './classifier/config.ts';
export { type ClassifierSpec, classifier } from './classifier/spec.ts';
export { digitsSplit, parseDigits } from './data/digits.ts';
export { type IdxArray, readIdx } from './data/idx.ts';
export { shuffleImages, sliceImages } from './data/images.ts';
export { type MixtureTarget, type Target, targets } from './data/targets.ts';
export type { DiffusionBound, Nats } from './diffusion/bound.ts';
export type {
  DenoiserConfig,
  DenoiserOptions,
  DiffusionConfig,
  DiffusionOptions,
} from './diffusion/config.ts';
export { type DiffusionSpec, diffusion } from './diffusion/diffusion.ts';
export { type FlowSpec, flow } from './diffusion/flow.ts';
export type { Flow, FlowDenoiseOptions, FlowLikelihood, FlowSampleOptions } from './diffusion/flow-model.ts';
export type {
  DenoiseOptions,
  Diffusion,
  DiffusionBoundOptions,
  DiffusionSampleOptions,
} from './diffusion/model.ts';
export type { OdeSolver } from './diffusion/ode.ts';
export type { PredictionType, SamplerName, Stage, VarianceType } from './diffusion/samplers.ts';
export type { ClassOptions, Denoising } from './diffusion/sampling.ts';
export {
  type BetaSchedule,
  type NoiseSchedule,
  type NoiseScheduleConfig,
  noiseSchedule,
} from './diffusion/schedule.ts';
export {
  type SamplingPlan,
  type SamplingState,
  type Scheduler,
  type SchedulerConfig,
  scheduler,
} from './diffusion/scheduler.ts';
export type { TimestepSpacing } from './diffusion/timesteps.ts';
export type { ClassOption } from './fitted/classes.ts';
export type { GanConfig, GanOptions, NetworkConfig, NetworkOptions } from './gan/config.ts';
export type { Gan } from './gan/gan.ts';
export { type GanSpec, gan } from './gan/spec.ts';
export { loadModel, type TrainedModel } from './load-model.ts';
export {
  type ClassifierTest,
  type ClassifierTestOptions,
  classifierTwoSampleTest,
} from './metrics/classifier-test.ts';
export { type Coverage, type CoverageOptions, precisionRecallDensityCoverage } from './metrics/coverage.ts';
export { energyDistance } from './metrics/energy-distance.ts';
export { frechetDistance } from './metrics/frechet.ts';
export { type Mmd, type MmdOptions, maximumMeanDiscrepancy } from './metrics/mmd.ts';
export { type ClassHistogram, classHistogram, type ModeCoverage, modeCoverage } from './metrics/modes.ts';
export { type Memorisation, memorisation, nearestDistances } from './metrics/nearest.ts';
export type { PointOptions, Points } from './metrics/points.ts';
export { type SlicedWassersteinOptions, slicedWasserstein } from './metrics/sliced-wasserstein.ts';
export { type CharacterModel, type Mixture, type MixtureSpec, mixture } from './mixture.ts';
export type { Corpus, FitOptions, FitProgress } from './ngram/fit.ts';
export { loadNgram } from './ngram/load.ts';
export type { Ngram } from './ngram/ngram.ts';
export { type NgramOptions, type NgramSpec, ngram } from './ngram/spec.ts';
export { type Level as NgramLevel, UNKNOWN, wordsOf } from './ngram/text.ts';
export type { Evaluation } from './text/evaluation.ts';
export type { GenerateOptions, Generation } from './text/generate.ts';
export type { NextToken } from './text/next.ts';
export { splitText } from './text/split.ts';
export type { Tokenizer } from './tokenizer/tokenizer.ts';
export { FailedTraining } from './train/failure.ts';
export type { ImageData } from './train/images.ts';
export type { FitOptions as TrainingOptions, TrainingProgress } from './train/options.ts';
export {
  readSafetensors,
  type SavedTensor,
  type TensorData,
  type TensorToSave,
  writeSafetensors,
} from './train/safetensors.ts';
export { AbortedTraining, type Training } from './train/training.ts';
export type { TransformerConfig, TransformerOptions } from './transformer/config.ts';
export type { EvaluateOptions, Transformer } from './transformer/model.ts';
export { type TransformerSpec, transformer } from './transformer/transformer.ts';
export type { Bound, Elbo } from './vae/bound.ts';
export type { Corruption, VaeConfig, VaeOptions } from './vae/config.ts';
export { pixelEntropy } from './vae/entropy.ts';
export { corrupt, type Noise } from './vae/noise.ts';
export {
  type Robustness,
  type RobustnessOptions,
  type RobustnessRow,
  robustness,
} from './vae/robustness.ts';
export { type VaeSpec, vae } from './vae/spec.ts';
export type { Activity, BoundOptions, Posterior, Vae, VaeSampleOptions } from './vae/vae.ts';
