// What generator G and discriminator D play for. D gives a logit for each example: its log-odds that it is real.
import { grad, maximum, mul, softplus, type Tensor } from '@stokast/autodiff';
import type { GanConfig } from './config.ts';

type Loss = GanConfig['loss'];
/** D as a function of examples: [n, d] -> [n] */
export type Critic = (x: Tensor) => Tensor;

/**
 * The discriminator's loss, of its logits of real and of made examples: [n], [n] -> []
 *
 * - nonSaturating (Goodfellow et al. 2014, equation 1): -mean log s(D(x)) - mean log(1 - s(D(G(z)))), s the logistic
 *   function. With smoothing a, real examples count as real with probability 1 - a, and made ones as before: one-sided
 *   (Salimans et al. 2016, section 3.4).
 * - hinge (Lim and Ye 2017; Miyato et al. 2018, equation 16): mean max(0, 1 - D(x)) + mean max(0, 1 + D(G(z))).
 * - wassersteinGradientPenalty (Gulrajani et al. 2017, equation 3): mean D(G(z)) - mean D(x), to which the penalty is
 *   added.
 */
export function discriminatorLoss(loss: Loss, real: Tensor, made: Tensor, smoothing = 0): Tensor {
  switch (loss) {
    case 'nonSaturating': {
      // -(1 - a) log s(r) - a log(1 - s(r)) = softplus(-r) + a r
      const ofReal = softplus(real.neg()).mean().add(mul(real.mean(), smoothing));
      return ofReal.add(softplus(made).mean()) as Tensor;
    }
    case 'hinge':
      return maximum(real.neg().add(1), 0)
        .mean()
        .add(maximum(made.add(1), 0).mean()) as Tensor;
    case 'wassersteinGradientPenalty':
      return made.mean().sub(real.mean()) as Tensor;
  }
}

/**
 * The generator's loss, of the logits of what it made: [n] -> []. For nonSaturating -mean log s(D(G(z))), whose slope
 * does not vanish where D is sure (section 3 of the same); for the others -mean D(G(z)).
 */
export const generatorLoss = (loss: Loss, made: Tensor): Tensor =>
  (loss === 'nonSaturating' ? softplus(made.neg()).mean() : made.mean().neg()) as Tensor;

/** Squared norm of D's slope at each example: [n, d] -> [n]. No logit depends on another example. */
const squaredSlopes = (critic: Critic, x: Tensor): Tensor =>
  grad((at: Tensor) => critic(at).sum() as Tensor)(x)
    .square()
    .sum(1) as Tensor;

/** R1 (Mescheder et al. 2018, equation 9) without gamma: mean |D'(x)|^2 / 2 over real examples. */
export const slopePenalty = (critic: Critic, real: Tensor): Tensor =>
  squaredSlopes(critic, real).mean().mul(0.5) as Tensor;

/** Where the norm of a slope is 0 it has no derivative; this, under the root, gives it 0. */
const TINY = 1e-12;

/**
 * mean (|D'(x)| - 1)^2 without its weight, at a place on the line between each real example and a made one (Gulrajani
 * et al. 2017, algorithm 1, steps 5 to 7): real, made [n, d], share [n, 1] in [0, 1] -> []
 */
export function interpolatedPenalty(critic: Critic, real: Tensor, made: Tensor, share: Tensor): Tensor {
  const between = made.add(real.sub(made).mul(share)) as Tensor; // [n, d]
  return squaredSlopes(critic, between).add(TINY).sqrt().sub(1).square().mean() as Tensor;
}
