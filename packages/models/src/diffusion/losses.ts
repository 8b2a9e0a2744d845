// What training makes small, and the bound that it is: one line a term.
//
//     x_t = alpha_t x_0 + sigma_t noise                                   Ho, Jain and Abbeel (2020), equation 4
//     L_simple = E |what is asked for - what the network says|^2          equation 14
//     L_vlb    = L_T + the sum over t of L_t - log p(x_0 | x_1)           equation 5
//     L_t      = KL(q(x_t-1 | x_t, x_0), p(x_t-1 | x_t))
//     L_hybrid = L_simple + 0.001 L_vlb                                   Nichol and Dhariwal (2021), equation 16
//
// Steps count from 0 here: what they call 1 is the first, 0.
import {
  concat,
  exp,
  expandAxes,
  gather,
  log,
  logNormalCdf,
  maximum,
  normalCdf,
  slice,
  square,
  stopGradient,
  type Tensor,
  where,
} from '@stokast/autodiff';
import { machine } from '@stokast/core-wasm';
import type { Losses } from '../train/objective.ts';
import type { DiffusionConfig } from './config.ts';
import { type PredictionType, posterior, type VarianceType } from './samplers.ts';
import { levelAt, type NoiseSchedule } from './schedule.ts';

/** What is known of each step, [T]. */
export interface Tables {
  readonly alpha: Float64Array;
  readonly sigma: Float64Array;
  /** What the mean of q(x_t-1 | x_t, x_0) has of x_0; of x_t it has what p(x_t-1 | x_t) has. */
  readonly data: Float64Array;
  /** The variance of q, and logarithms of the ends of the variance of p. */
  readonly variance: Float64Array;
  readonly logSmall: Float64Array;
  readonly logLarge: Float64Array;
}

/** Where q has no variance, in the first step, p has that of the second: as Ho, Jain and Abbeel (2020) have it. */
export function tablesOf(schedule: NoiseSchedule): Tables {
  const { log: ln } = machine().kernels;
  const T = schedule.betas.length;
  const steps = Array.from({ length: T }, (_, t) =>
    posterior(levelAt(schedule, t), levelAt(schedule, t - 1)),
  );
  const each = (f: (t: number) => number): Float64Array => Float64Array.from({ length: T }, (_, t) => f(t));
  return {
    alpha: each((t) => levelAt(schedule, t).alpha),
    sigma: each((t) => levelAt(schedule, t).sigma),
    data: each((t) => steps[t].data),
    variance: each((t) => steps[t].small),
    logSmall: each((t) => ln(steps[Math.max(t, 1)].small)),
    logLarge: each((t) => ln(steps[t].large)),
  };
}

/** table [T], t [n] -> [n, 1] */
const at = (table: Float64Array, t: Tensor): Tensor =>
  expandAxes(gather(table, t) as Tensor, 1).cast('f32') as Tensor;

/** alpha, sigma [n, 1] of steps t [n] */
export const levels = (tables: Tables, t: Tensor): { alpha: Tensor; sigma: Tensor } => ({
  alpha: at(tables.alpha, t),
  sigma: at(tables.sigma, t),
});

/** What the network is asked for: [n, d] */
export function target(
  type: PredictionType,
  x0: Tensor,
  noise: Tensor,
  alpha: Tensor,
  sigma: Tensor,
): Tensor {
  if (type === 'epsilon') return noise;
  if (type === 'sample') return x0;
  return alpha.mul(noise).sub(sigma.mul(x0)) as Tensor;
}

/** x_0 by what the network says: [n, d] */
export function dataBy(type: PredictionType, x: Tensor, said: Tensor, alpha: Tensor, sigma: Tensor): Tensor {
  if (type === 'epsilon') return x.sub(sigma.mul(said)).div(alpha) as Tensor;
  if (type === 'sample') return said;
  return alpha.mul(x).sub(sigma.mul(said)) as Tensor;
}

/** What a network said: the prediction, and with `learnedRange` where each variance is between its ends. */
export function parted(
  config: DiffusionConfig,
  said: Tensor,
  d: number,
): { prediction: Tensor; range?: Tensor } {
  if (config.varianceType !== 'learnedRange') return { prediction: said };
  return { prediction: slice(said, [], [0, d]) as Tensor, range: slice(said, [], [d, 2 * d]) as Tensor };
}

/** The logarithm of the variance of p(x_t-1 | x_t): [n, d] or [n, 1] */
function logVariance(type: VarianceType, tables: Tables, t: Tensor, range: Tensor | undefined): Tensor {
  const small = at(tables.logSmall, t);
  const large = at(tables.logLarge, t);
  if (type === 'fixedSmall') return small;
  // The first step of `fixedLarge` is the small one of the second: beta would be far too much there.
  if (type === 'fixedLarge') return where(t.less(1).reshape([-1, 1]), small, large) as Tensor;
  const share = (range as Tensor).add(1).div(2);
  return share.mul(large).add(share.neg().add(1).mul(small)) as Tensor;
}

/** The least that a probability is taken for, so that its logarithm is finite. */
const LEAST = 1e-30;
/** log(2 pi) / 2 */
const HALF_LOG_2PI = 0.9189385332046727;

/**
 * log p(x_0 | x_1) of each number, nats: of a normal density, or, where numbers have levels from -1 to 1, of the normal
 * probability of what is nearest to theirs; the outermost levels have all that lies beyond (Ho, Jain and Abbeel 2020, equation 13).
 */
export function decoded(x0: Tensor, mean: Tensor, logVar: Tensor, count: number | null): Tensor {
  const away = x0.sub(mean) as Tensor;
  const inverse = exp(logVar.mul(-0.5)) as Tensor; // 1 / deviation
  if (count === null)
    return square(away.mul(inverse)).mul(-0.5).sub(logVar.mul(0.5)).sub(HALF_LOG_2PI) as Tensor;
  const half = 1 / (count - 1);
  // In the lower tail, where small probabilities keep their digits.
  const far = away.abs() as Tensor;
  const between = normalCdf(far.sub(half).mul(inverse).neg()).sub(
    normalCdf(far.add(half).mul(inverse).neg()),
  );
  const inner = log(maximum(between, LEAST)) as Tensor;
  const lowest = logNormalCdf(away.add(half).mul(inverse)) as Tensor;
  const highest = logNormalCdf(away.sub(half).mul(inverse).neg()) as Tensor;
  const edge = 1 - half; // half-way to the level before the last
  return where(x0.less(-edge), lowest, where(x0.greater(edge), highest, inner)) as Tensor;
}

/** What a bound is made of. */
export interface BoundQuestion {
  /** [n, d] each */
  readonly x0: Tensor;
  readonly x: Tensor;
  /** [n] */
  readonly t: Tensor;
  readonly said: Tensor;
}

/** L_t of each number, or -log p(x_0 | x_1) where t is 0: [n, d], nats. */
export function boundTerms(
  config: DiffusionConfig,
  tables: Tables,
  { x0, x, t, said }: BoundQuestion,
): Tensor {
  const { alpha, sigma } = levels(tables, t);
  const { prediction, range } = parted(config, said, x0.shape[1]);
  const mean = dataBy(config.predictionType, x, prediction, alpha, sigma); // [n, d]
  const logVar = logVariance(config.varianceType, tables, t, range);
  const gap = at(tables.data, t).mul(x0.sub(mean)) as Tensor; // between the two means
  const logOwn = at(tables.logSmall, t);
  const both = at(tables.variance, t).add(square(gap)) as Tensor;
  const divergence = both.mul(exp(logVar.neg())).add(logVar.sub(logOwn)).sub(1).mul(0.5);
  return where(
    t.less(1).reshape([-1, 1]),
    decoded(x0, mean, logVar, config.levels).neg(),
    divergence,
  ) as Tensor;
}

/** The weight of L_vlb in L_hybrid. */
const LAMBDA = 0.001;

/** A question of training: also the noise that x was made with. */
export type LossQuestion = BoundQuestion & { readonly noise: Tensor };

/** The squared error of each number, whose mean is L_simple: [n, d] */
export function simpleTerms(
  config: DiffusionConfig,
  tables: Tables,
  { x0, t, said, noise }: LossQuestion,
): Tensor {
  const { alpha, sigma } = levels(tables, t);
  const { prediction } = parted(config, said, x0.shape[1]);
  return square(prediction.sub(target(config.predictionType, x0, noise, alpha, sigma))) as Tensor;
}

/** L_simple, and with a learned variance L_hybrid, of which L_vlb moves the variance alone: means over [n, d]. */
export function trainingLoss(config: DiffusionConfig, tables: Tables, question: LossQuestion): Losses {
  const simple = simpleTerms(config, tables, question).mean() as Tensor;
  const { prediction, range } = parted(config, question.said, question.x0.shape[1]);
  if (!range) return { loss: simple };
  const said = concat([stopGradient(prediction), range], 1) as Tensor; // [n, 2 d]
  const vlb = boundTerms(config, tables, { ...question, said })
    .mean()
    .mul(tables.alpha.length) as Tensor;
  return { loss: simple.add(vlb.mul(LAMBDA)) as Tensor, metrics: { simple, vlb } };
}
