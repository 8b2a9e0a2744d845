// The variational auto-encoder (Kingma and Welling 2014; Rezende, Mohamed and Wierstra 2014).
//
//     log p(x) >= E over q(z | x) of log p(x | z) - KL(q(z | x) || p(z))
//
// with p(z) = Normal(0, 1) for each latent and q(z | x) = Normal(mu(x), exp(logVariance(x))). The expectation is
// estimated by one z = mu + sigma eps, eps ~ Normal(0, 1), so that its gradient passes through mu and sigma.
import { adam, exp, maximum, type Tensor } from '@stokast/autodiff';
import type { Example, Losses, Objective } from '../train/objective.ts';
import { pixelsOf, type VaeConfig } from './config.ts';
import { likelihoodOf } from './likelihood.ts';
import { decode, encode, type VaeTensors, vaeWeights } from './networks.ts';
import { noisy } from './noise.ts';

/** z = mu + sigma eps: [n, latent]. The standard deviation is exp(logVariance / 2). */
const latentOf = (mu: Tensor, logVariance: Tensor, eps: Tensor): Tensor =>
  mu.add(exp(logVariance.mul(0.5)).mul(eps)) as Tensor;

/** log p(x | z), [n]: the sum over pixels. */
function reconstructionOf(
  config: VaeConfig,
  weights: VaeTensors,
  x: Tensor,
  z: Tensor,
  label: Tensor,
): Tensor {
  const y = decode(config, weights.decoder, z, label); // [n, d, outputs]
  return likelihoodOf(config).logProb(x, y, weights.observation).sum(1) as Tensor; // [n]
}

/**
 * The two terms of the bound, for images x of which the encoder sees `seen` (x itself, unless it is corrupted):
 * x, seen [n, d], label [n], eps [n, latent] -> reconstruction [n], kl [n, latent]
 */
export function elboTerms(
  config: VaeConfig,
  weights: VaeTensors,
  { x, seen, label, eps }: { x: Tensor; seen: Tensor; label: Tensor; eps: Tensor },
): { reconstruction: Tensor; kl: Tensor } {
  const { mu, logVariance } = encode(config, weights.encoder, seen, label); // [n, latent]
  const z = latentOf(mu, logVariance, eps); // [n, latent]
  return {
    reconstruction: reconstructionOf(config, weights, x, z, label), // [n]
    kl: mu.square().add(exp(logVariance)).sub(logVariance).sub(1).mul(0.5) as Tensor, // [n, latent]
  };
}

/**
 * log p(x, z) - log q(z | x), the logarithm of an importance weight (Burda, Grosse and Salakhutdinov 2016, eq. 8), of
 * one image under many z: x [d], mu, logVariance [latent], label [1], eps [k, latent] -> [k]
 */
export function logWeights(
  config: VaeConfig,
  weights: VaeTensors,
  posterior: { x: Tensor; mu: Tensor; logVariance: Tensor; label: Tensor; eps: Tensor },
): Tensor {
  const { x, mu, logVariance, label, eps } = posterior;
  const z = latentOf(mu, logVariance, eps); // [k, latent]
  const reconstruction = reconstructionOf(config, weights, x, z, label.expand([eps.shape[0]])); // [k]
  // log p(z) - log q(z | x): the constants of both normal densities cancel.
  const ratio = eps.square().sub(z.square()).add(logVariance).mul(0.5).sum(1); // [k]
  return reconstruction.add(ratio) as Tensor;
}

/** What training makes small: minus the bound, its divergence with `beta` and `freeBits`; the mean of n images. */
export function vaeLoss(config: VaeConfig, weights: VaeTensors, { batch, source }: Example): Losses {
  const { beta, freeBits, latent } = config;
  const { image, label } = batch; // [n, d], [n]
  const [n] = image.shape;
  const { x, seen } = noisy(config, image, source); // [n, d]
  const eps = source.normal([n, latent], { dtype: 'f32' }); // [n, latent]
  const { reconstruction, kl } = elboTerms(config, weights, { x, seen, label, eps });
  const divergence = kl.mean(0) as Tensor; // [latent]
  const free = freeBits === 0 ? divergence : (maximum(divergence, freeBits) as Tensor); // [latent]
  const told = reconstruction.mean() as Tensor; // []
  return {
    loss: free.sum().mul(beta).sub(told) as Tensor,
    metrics: { reconstruction: told, kl: divergence.sum() as Tensor },
  };
}

/** The training problem. */
export function vaeObjective(config: VaeConfig): Objective {
  const weights = vaeWeights(config);
  return {
    weights,
    example: { image: [pixelsOf(config)], ...(config.classes > 0 ? { label: [] } : {}) },
    phases: [
      {
        name: 'vae',
        trains: Object.keys(weights),
        loss: (tensors: VaeTensors, example) => vaeLoss(config, tensors, example),
        optimizer: adam({ learningRate: config.learningRate }),
      },
    ],
  };
}
