// Bounds of log p(x), image by image: what each draws lies behind what the one before it drew.

import { machine } from '@stokast/core-wasm';
import { Normal, type Stream } from '@stokast/sampling';
import { ROWS } from '../fitted/rows.ts';
import { Bound, Elbo } from './bound.ts';
import { pixelsOf } from './config.ts';
import type { Rows } from './data.ts';
import type { noiseOf } from './noise.ts';
import { SAMPLES, type VaePrograms } from './programs.ts';

type Noisy = ReturnType<typeof noiseOf>;

export function elboOf(programs: VaePrograms, rows: Rows, noisy: Noisy, stream: Stream): Elbo {
  const { latent } = programs.config;
  const d = pixelsOf(programs.config);
  const prior = Normal(0, 1);
  const { elbo } = programs;
  const [image, x, seen] = [new Float32Array(d), new Float32Array(ROWS * d), new Float32Array(ROWS * d)];
  const [label, eps] = [new Float32Array(ROWS), new Float32Array(ROWS * latent)];
  const [reconstruction, kl] = [new Float64Array(rows.n), new Float64Array(rows.n)];
  for (let from = 0; from < rows.n; from += ROWS) {
    const count = Math.min(ROWS, rows.n - from);
    for (let i = 0; i < count; i++) {
      const drawn = noisy(rows.fill(from + i, image), stream);
      x.set(drawn.x, i * d);
      seen.set(drawn.seen, i * d);
      prior.fill(stream, eps.subarray(i * latent, (i + 1) * latent));
    }
    const terms = elbo(x, seen, rows.fillLabels(from, label), eps);
    reconstruction.set(terms.reconstruction.subarray(0, count), from);
    kl.set(terms.kl.subarray(0, count), from);
  }
  return new Elbo(reconstruction, kl);
}

export function importanceBoundOf(
  programs: VaePrograms,
  rows: Rows,
  noisy: Noisy,
  stream: Stream,
  samples: number,
): Bound {
  const { latent } = programs.config;
  const prior = Normal(0, 1);
  const size = Math.min(samples, SAMPLES);
  const program = programs.logWeights(size);
  const [image, label] = [new Float32Array(pixelsOf(programs.config)), new Float32Array(1)];
  const eps = new Float32Array(size * latent);
  const each = new Float64Array(rows.n);
  const weights = new Float64Array(samples);
  for (let i = 0; i < rows.n; i++) {
    const { x, seen } = noisy(rows.fill(i, image), stream);
    for (let from = 0; from < samples; from += size) {
      const count = Math.min(size, samples - from);
      prior.fill(stream, eps.subarray(0, count * latent));
      const some = program(x, seen, rows.fillLabels(i, label), eps);
      weights.set(some.subarray(0, count), from);
    }
    each[i] = logMeanExp(weights);
  }
  return new Bound(each, samples);
}

/** log of the mean of e^x, without overflow. */
function logMeanExp(x: Float64Array): number {
  const { exp, log } = machine().kernels;
  const most = x.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (most === Number.NEGATIVE_INFINITY) return most;
  return most + log(x.reduce((sum, each) => sum + exp(each - most), 0) / x.length);
}
