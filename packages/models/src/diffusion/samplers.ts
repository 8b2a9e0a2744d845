// Samplers as tables. Whatever the sampler, an evaluation of the network at a place turns x, what is remembered and
// fresh noise into the next x by numbers that are known before anything is sampled:
//
//     x_0    = clip(from.x x + from.prediction prediction)
//     x      = next.x x + next.data x_0 + next.memory memory + next.noise noise
//     memory = memory.x x + memory.data x_0
//
// Notation: alpha, sigma of the level at a place, and with a 2 of the next one; s = sigma / alpha, which is the time of
// Karras et al. (2022); epsilon = (x - alpha x_0) / sigma, so where x_0 was clipped, epsilon follows it.
import type { Tensor } from '@stokast/autodiff';
import { machine } from '@stokast/core-wasm';
import type { Level } from './schedule.ts';
import type { Place } from './timesteps.ts';

/**
 * How x goes from one level of noise to the next.
 *
 * | | |
 * |---|---|
 * | `ddpm` | ancestral: a draw from the learned reverse step (Ho, Jain and Abbeel 2020) |
 * | `ddim` | eta = 0 is deterministic, eta = 1 as `ddpm` with the small variance (Song, Meng and Ermon 2021) |
 * | `euler` | the probability-flow equation in s, first order (Karras et al. 2022); the same as `ddim` with eta = 0 |
 * | `heun` | the same, second order: two evaluations a step, one in the last (Karras et al. 2022, algorithm 1) |
 * | `dpmSolver++` | DPM-Solver++(2M): second order, one evaluation a step, which remembers the one before (Lu et al. 2022) |
 */
export type SamplerName = 'ddpm' | 'ddim' | 'euler' | 'heun' | 'dpmSolver++';
/** What the network gives: the noise, the data, or v = alpha noise - sigma data (Salimans and Ho 2022). */
export type PredictionType = 'epsilon' | 'sample' | 'vPrediction';
/** Variance of the reverse step: of the posterior given the data; beta; or between the two in logarithms, learned. */
export type VarianceType = 'fixedSmall' | 'fixedLarge' | 'learnedRange';

export const SAMPLERS = ['ddpm', 'ddim', 'euler', 'heun', 'dpmSolver++'] as const;
export const PREDICTIONS = ['epsilon', 'sample', 'vPrediction'] as const;
export const VARIANCES = ['fixedSmall', 'fixedLarge', 'learnedRange'] as const;

/** One evaluation of the network and what is made of it. */
export interface Stage {
  /** What the network is told. */
  readonly timestep: number;
  readonly from: { readonly x: number; readonly prediction: number };
  readonly next: {
    readonly x: number;
    readonly data: number;
    readonly memory: number;
    readonly noise: number;
  };
  readonly memory: { readonly x: number; readonly data: number };
  /** Logarithms of the smallest and the largest variance, where it is learned; `next.noise` is then 1, or 0 in the last. */
  readonly logVariance?: { readonly small: number; readonly large: number };
  /** x after this stage is at a level of noise again; after the first of Heun's two it is a guess. */
  readonly complete: boolean;
}

/** x_0 from x and a prediction. */
export function dataFrom(type: PredictionType, { alpha, sigma }: Level): Stage['from'] {
  if (type === 'epsilon') return { x: 1 / alpha, prediction: -sigma / alpha };
  if (type === 'sample') return { x: 0, prediction: 1 };
  return { x: alpha, prediction: -sigma };
}

/** The reverse step q(x_2 | x, x_0) of Ho, Jain and Abbeel (2020), equation 7, over any stride: its mean and variances. */
export function posterior(at: Level, to: Level): { x: number; data: number; small: number; large: number } {
  const kept = (at.alpha * at.alpha) / (to.alpha * to.alpha);
  const beta = 1 - kept;
  const after = to.sigma * to.sigma;
  const before = at.sigma * at.sigma;
  return {
    x: (Math.sqrt(kept) * after) / before,
    data: (to.alpha * beta) / before,
    small: (after / before) * beta,
    large: beta,
  };
}

const NONE = { x: 0, data: 0 };

type Move = Pick<Stage, 'next' | 'memory' | 'logVariance' | 'complete'>;

const plain = (x: number, data: number, noise = 0): Move => ({
  next: { x, data, memory: 0, noise },
  memory: NONE,
  complete: true,
});

function ancestral(at: Level, to: Level, variance: VarianceType): Move {
  if (to.sigma === 0) return plain(0, to.alpha);
  const { x, data, small, large } = posterior(at, to);
  if (variance !== 'learnedRange')
    return plain(x, data, Math.sqrt(variance === 'fixedLarge' ? large : small));
  const { log } = machine().kernels;
  return { ...plain(x, data, 1), logVariance: { small: log(small), large: log(large) } };
}

/** Song, Meng and Ermon (2021), equation 12: x_2 = alpha_2 x_0 + sqrt(sigma_2^2 - spread^2) epsilon + spread noise. */
function implicit(at: Level, to: Level, eta: number): Move {
  const spread = eta * Math.sqrt(posterior(at, to).small);
  const direction = Math.sqrt(to.sigma * to.sigma - spread * spread) / at.sigma;
  return plain(direction, to.alpha - direction * at.alpha, spread);
}

/** x_2 / alpha_2 = x / alpha + share (s_2 - s) epsilon, as multiples of x and x_0. */
function along(at: Level, to: Level, share: number): { x: number; data: number } {
  const kept = to.sigma / at.sigma;
  return {
    x: (1 - share) * (to.alpha / at.alpha) + share * kept,
    data: share * (to.alpha - at.alpha * kept),
  };
}

/** From a place to the next in two evaluations: one there, one where the first leads. */
function heun(at: Place, to: Place): [Move, Move] {
  const half = along(at, to, 0.5);
  const whole = along(at, to, 1);
  const last = 0.5 * (1 - (at.sigma / at.alpha) * (to.alpha / to.sigma)); // alpha_2 (s_2 - s) / (2 sigma_2)
  return [
    { next: { ...whole, memory: 0, noise: 0 }, memory: half, complete: false },
    { next: { x: last, data: -to.alpha * last, memory: 1, noise: 0 }, memory: NONE, complete: true },
  ];
}

/** Lu et al. (2022), algorithm 2; h and its neighbour before are steps of log(alpha / sigma). */
function multistep(before: Level | undefined, at: Level, to: Level): Move {
  const left = (at.alpha * to.sigma) / (at.sigma * to.alpha); // exp(-h)
  const x = to.sigma / at.sigma;
  const data = to.alpha * (1 - left);
  const { log } = machine().kernels;
  const h = -log(left);
  const ratio =
    before && to.sigma > 0 ? log((at.alpha * before.sigma) / (at.sigma * before.alpha)) / h : Infinity;
  const share = 0.5 / ratio;
  return {
    next: { x, data: data * (1 + share), memory: -data * share, noise: 0 },
    memory: { x: 0, data: 1 },
    complete: true,
  };
}

/** What decides the table, beside the places. */
export interface SamplerSettings {
  readonly sampler: SamplerName;
  readonly eta: number;
  readonly predictionType: PredictionType;
  readonly varianceType: VarianceType;
}

/** The stages through places of falling noise; the last place is where the samples are, and no network is asked there. */
export function stagesOf(places: readonly Place[], settings: SamplerSettings): Stage[] {
  const { sampler, eta, predictionType, varianceType } = settings;
  return places.slice(0, -1).flatMap((at, i): Stage[] => {
    const to = places[i + 1];
    const stage = (place: Place, move: Move): Stage => ({
      timestep: place.timestep,
      from: dataFrom(predictionType, place),
      ...move,
    });
    // s is infinite where there is no signal, and epsilon is not to be had where there is no noise: first order there.
    if (sampler === 'heun' && at.alpha > 0 && to.sigma > 0) {
      const [guess, correction] = heun(at, to);
      return [stage(at, guess), stage(to, correction)];
    }
    if (sampler === 'ddpm') return [stage(at, ancestral(at, to, varianceType))];
    if (sampler === 'dpmSolver++') return [stage(at, multistep(places[i - 1], at, to))];
    return [stage(at, implicit(at, to, sampler === 'ddim' ? eta : 0))];
  });
}

/**
 * Classifier-free guidance (Ho and Salimans 2022): away from what is predicted without a class, `scale` times as far as
 * the class says. Of numbers, or of tensors.
 */
export function guide(unconditional: number, conditional: number, scale: number): number;
export function guide(unconditional: Tensor, conditional: Tensor, scale: Tensor): Tensor;
export function guide(none: number | Tensor, told: number | Tensor, scale: number | Tensor): number | Tensor {
  if (typeof none !== 'number') return none.add((told as Tensor).sub(none).mul(scale as Tensor)) as Tensor;
  return none + (scale as number) * ((told as number) - none);
}
