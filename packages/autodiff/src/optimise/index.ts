export { type AdamOptions, type AdamWOptions, adam, adamW } from './adam.ts';
export { clipByNorm, clipByValue } from './clip.ts';
export { minimize, minimizeAsync } from './minimize.ts';
export { AbortedMinimization, type Checkpoint, Minimum, type MinimumState } from './minimum.ts';
export { applyUpdates, chain, type Optimizer, type OptimizerState } from './optimizer.ts';
export type { MinimizeOptions } from './options.ts';
export {
  constantRate,
  cosineDecay,
  exponentialDecay,
  linearWarmup,
  piecewiseConstant,
  type Rate,
  type Schedule,
} from './schedules.ts';
export type { Progress, Reason } from './search.ts';
export { type SgdOptions, sgd } from './sgd.ts';
export type { Start, TensorsOfStart, ValuesOfStart } from './start.ts';
export { type Training, training } from './training.ts';
