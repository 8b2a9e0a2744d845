// A fitted VAE's networks as programs, each compiled when it is first needed, for so many rows at a time.
import type { Tensor } from '@stokast/autodiff';
import { FittedPrograms } from '../fitted/programs.ts';
import { ROWS } from '../fitted/rows.ts';
import type { Weights } from '../train/parameters.ts';
import { pixelsOf, type VaeConfig } from './config.ts';
import { elboTerms, logWeights } from './elbo.ts';
import { likelihoodOf } from './likelihood.ts';
import { decode, encode, type VaeTensors, vaeWeights } from './networks.ts';

/** Latents of one image in a run, where it has thousands. */
export const SAMPLES = 250;

type Run<A extends readonly Float32Array[], R> = (...values: A) => R;
type Row = Float32Array;

/** Programs over arrays of ROWS rows, row-major, with the weights in them. */
export class VaePrograms {
  readonly config: VaeConfig;
  private readonly programs: FittedPrograms;

  constructor(config: VaeConfig, weights: Weights) {
    this.config = config;
    this.programs = new FittedPrograms(vaeWeights(config), weights);
  }

  private program<A extends readonly Float32Array[], R>(
    name: string,
    fn: (weights: VaeTensors, ...tensors: Tensor[]) => unknown,
    ...shapes: readonly (readonly number[])[]
  ): Run<A, R> {
    return this.programs.program(name, fn, ...shapes);
  }

  /** x [n, d], label [n] -> mu, logVariance [n, latent] */
  get encode(): Run<[x: Row, label: Row], { mu: Row; logVariance: Row }> {
    const { config } = this;
    return this.program(
      'encode',
      ({ encoder }, x, label) => encode(config, encoder, x, label),
      [ROWS, pixelsOf(config)],
      [ROWS],
    );
  }

  /** z [n, latent], label [n] -> the mean of each pixel [n, d] */
  get decode(): Run<[z: Row, label: Row], Row> {
    const { config } = this;
    return this.program(
      'decode',
      ({ decoder }, z, label) => likelihoodOf(config).mean(decode(config, decoder, z, label)),
      [ROWS, config.latent],
      [ROWS],
    );
  }

  /** z [n, latent], label [n], noise [n, d] -> a draw of each pixel [n, d] */
  get draw(): Run<[z: Row, label: Row, noise: Row], Row> {
    const { config } = this;
    return this.program(
      'draw',
      ({ decoder, observation }, z, label, noise) =>
        likelihoodOf(config).draw(decode(config, decoder, z, label), noise, observation),
      [ROWS, config.latent],
      [ROWS],
      [ROWS, pixelsOf(config)],
    );
  }

  /** x, seen [n, d], label [n], eps [n, latent] -> both terms of the bound [n] */
  get elbo(): Run<[x: Row, seen: Row, label: Row, eps: Row], { reconstruction: Row; kl: Row }> {
    const { config } = this;
    const d = pixelsOf(config);
    return this.program(
      'elbo',
      (weights, x, seen, label, eps) => {
        const { reconstruction, kl } = elboTerms(config, weights, { x, seen, label, eps });
        return { reconstruction, kl: kl.sum(1) };
      },
      [ROWS, d],
      [ROWS, d],
      [ROWS],
      [ROWS, config.latent],
    );
  }

  /** x, seen [1, d], label [1], eps [k, latent] -> logarithms of importance weights [k] */
  logWeights(k: number): Run<[x: Row, seen: Row, label: Row, eps: Row], Row> {
    const { config } = this;
    const d = pixelsOf(config);
    return this.program(
      `logWeights ${k}`,
      (weights, x, seen, label, eps) => {
        const { mu, logVariance } = encode(config, weights.encoder, seen, label); // [1, latent]
        return logWeights(config, weights, { x, mu, logVariance, label, eps });
      },
      [1, d],
      [1, d],
      [1],
      [k, config.latent],
    );
  }
}
