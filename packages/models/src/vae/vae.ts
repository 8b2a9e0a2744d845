// A fitted VAE: what it makes of images, and the images that it makes.
import { checkCount, checkInteger, checkOneOf, checkOptions } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { Normal, Stream, Uniform } from '@stokast/sampling';
import { type ClassOption, classesOf } from '../fitted/classes.ts';
import { between, countLatents, quantileGrid } from '../fitted/latents.ts';
import { byRows, part, ROWS } from '../fitted/rows.ts';
import { bestWeights, type Checkpoint } from '../train/checkpoint.ts';
import type { ImageData } from '../train/images.ts';
import { countWeights } from '../train/parameters.ts';
import { writeCheckpoint } from '../train/save.ts';
import type { Bound, Elbo } from './bound.ts';
import { checkCorruption, pixelsOf, type VaeConfig } from './config.ts';
import { type Rows, rowsOf } from './data.ts';
import { elboOf, importanceBoundOf } from './evaluate.ts';
import { likelihoodOf } from './likelihood.ts';
import { vaeWeights } from './networks.ts';
import { type Noise, noiseOf } from './noise.ts';
import { VaePrograms } from './programs.ts';

/** Options of `sample`. */
export interface VaeSampleOptions extends ClassOption {
  /** `mean` (default): the mean of each pixel given its latent; `draw`: a draw of it, as the model has it. */
  readonly pixels?: 'mean' | 'draw';
}

/** Options of bounds. */
export interface BoundOptions extends Partial<Noise> {
  /** Draws of z for each image. */
  readonly samples?: number;
}

/** The means of q(z | x), and the logarithms of its variances: [n, latent] each. */
export interface Posterior {
  readonly mu: Float32Array;
  readonly logVariance: Float32Array;
}

/** Which latents say something about images (Burda, Grosse and Salakhutdinov 2016). */
export interface Activity {
  /** The variance of each latent's posterior mean over images. */
  readonly variances: Float64Array;
  /** How many of these are above 0.01: the others have collapsed to the prior. */
  readonly active: number;
}

/** A fitted variational auto-encoder. Made by `vae(...).fit(data)` or `loadModel(bytes)`; it does not change. */
export class Vae {
  readonly config: VaeConfig;
  private readonly checkpoint: Checkpoint;
  private readonly programs: VaePrograms;

  /** @internal */
  constructor(config: VaeConfig, checkpoint: Checkpoint) {
    this.config = config;
    this.checkpoint = checkpoint;
    this.programs = new VaePrograms(config, bestWeights(checkpoint));
  }

  // encoder and decoder

  /** q(z | x) of images: [n, ...shape] -> [n, latent] each. Throws for images that are not of the model's shape. */
  encode(data: ImageData): Posterior {
    return this.encoded(rowsOf('Cannot encode', data, this.config));
  }

  /** The mean image of each latent: [n, latent] -> [n, ...shape]. Throws where `z` is no such array. */
  decode(z: ArrayLike<number>, options: ClassOption = {}): Float32Array {
    const what = 'Cannot decode';
    checkOptions(what, options, ['class']);
    return this.decoded(
      z,
      classesOf(what, this.config.classes, options.class, countLatents(what, 'z', z, this.config.latent)),
    );
  }

  /** Images from the means of their latents: [n, ...shape] -> [n, ...shape]. Throws as `encode` does. */
  reconstruct(data: ImageData): Float32Array {
    const rows = rowsOf('Cannot reconstruct', data, this.config);
    return this.decoded(this.encoded(rows).mu, rows.fillLabels(0, new Float32Array(rows.n)));
  }

  // images

  /**
   * n images from the prior: [n, ...shape]. Image i is the same whether it is asked for alone or among many, by one
   * call or by several; it takes `latent` words of the stream, then one for its class where the model has classes and
   * none is given (all are equally likely), then, where pixels are drawn, one for each.
   */
  sample(stream: Stream, n: number, options: VaeSampleOptions = {}): Float32Array {
    const what = 'Cannot sample';
    const { latent, classes } = this.config;
    checkStream(what, stream);
    checkCount(what, 'n', n);
    checkOptions(what, options, ['class', 'pixels']);
    const { pixels = 'mean' } = options;
    checkOneOf(what, 'options.pixels', pixels, ['mean', 'draw']);
    const isFree = classes > 0 && options.class === undefined;
    const label = isFree ? new Float32Array(n) : classesOf(what, this.config.classes, options.class, n);
    const d = pixelsOf(this.config);
    const z = new Float32Array(n * latent);
    const noise = new Float32Array(pixels === 'draw' ? n * d : 0);
    const prior = Normal(0, 1);
    const pixelNoise = likelihoodOf(this.config).noise === 'normal' ? prior : Uniform(0, 1);
    for (let i = 0; i < n; i++) {
      prior.fill(stream, z.subarray(i * latent, (i + 1) * latent));
      if (isFree) label[i] = stream.integers(0, classes);
      if (pixels === 'draw') pixelNoise.fill(stream, noise.subarray(i * d, (i + 1) * d));
    }
    if (pixels === 'mean') return this.decoded(z, label);
    const { draw } = this.programs;
    return byRows(n, d, [part(z, latent), part(label, 1), part(noise, d)], draw);
  }

  /**
   * `n` images on the way from latent a to latent b, both among them: [n, ...shape]; in a line, or `spherical`, along
   * the great circle. Throws for latents of another length.
   */
  interpolate(
    a: ArrayLike<number>,
    b: ArrayLike<number>,
    n: number,
    way: 'linear' | 'spherical' = 'spherical',
    options: ClassOption = {},
  ): Float32Array {
    const what = 'Cannot interpolate';
    for (const [name, z] of [
      ['a', a],
      ['b', b],
    ] as const) {
      const count = countLatents(what, name, z, this.config.latent);
      if (count !== 1) throw rangeFault(what, `${name}.length`, z.length, `${this.config.latent}`);
    }
    checkCount(what, 'n', n);
    checkOneOf(what, 'way', way, ['linear', 'spherical']);
    checkOptions(what, options, ['class']);
    return this.decoded(between(a, b, n, way), classesOf(what, this.config.classes, options.class, n));
  }

  /**
   * The images of a grid of `n` x `n` latents, row by row from the top left: [n n, ...shape]. The latents are quantiles
   * of their distribution; the first grows to the right, the second upwards. Throws unless latents have two numbers.
   */
  manifold(n: number, options: ClassOption = {}): Float32Array {
    const what = 'Cannot draw a manifold';
    const { latent } = this.config;
    if (latent !== 2) throw rangeFault(what, 'latent', latent, '2');
    checkInteger(what, 'n', n, 1, 4096);
    checkOptions(what, options, ['class']);
    return this.decoded(quantileGrid(n), classesOf(what, this.config.classes, options.class, n * n));
  }

  // bounds

  /**
   * The evidence lower bound of images: of each, one z is drawn. `binarize: 'dynamic'` (what the model was trained
   * with unless given) draws pixels anew first; with a `corruption` the encoder sees a corrupted image, and the bound
   * is on the clean one. Takes of the stream, image by image, one word for each such pixel, and `latent` words.
   */
  elbo(data: ImageData, stream: Stream, options: Partial<Noise> = {}): Elbo {
    const what = 'Cannot evaluate';
    checkStream(what, stream);
    checkOptions(what, options, ['binarize', 'corruption']);
    return elboOf(this.programs, rowsOf(what, data, this.config), this.noise(what, options), stream);
  }

  /**
   * The importance-weighted bound with k = `samples` latents for each image (Burda, Grosse and Salakhutdinov 2016):
   *
   *     log (1/k) sum over i of p(x, z_i) / q(z_i | x) <= log p(x)
   *
   * which grows with k and comes to log p(x). Images are looked at as by `elbo`, and take k `latent` words each.
   */
  importanceWeightedBound(data: ImageData, stream: Stream, options: BoundOptions = {}): Bound {
    const what = 'Cannot evaluate';
    checkStream(what, stream);
    checkOptions(what, options, ['samples', 'binarize', 'corruption']);
    const { samples = 100 } = options;
    checkInteger(what, 'options.samples', samples, 1, 16777216);
    const rows = rowsOf(what, data, this.config);
    return importanceBoundOf(this.programs, rows, this.noise(what, options), stream, samples);
  }

  /** How far latents are used: see `Activity`. Throws as `encode` does. */
  activity(data: ImageData): Activity {
    const { mu } = this.encode(data);
    const { latent } = this.config;
    const n = mu.length / latent;
    const variances = Float64Array.from({ length: latent }, (_, j) => {
      let [mean, squares] = [0, 0];
      for (let i = 0; i < n; i++) mean += mu[i * latent + j] / n;
      for (let i = 0; i < n; i++) squares += (mu[i * latent + j] - mean) * (mu[i * latent + j] - mean);
      return squares / n;
    });
    return { variances, active: variances.filter((each) => each > 0.01).length };
  }

  // the model itself

  /** The model as a safetensors file, for `loadModel` and for the option `resume` of a fit. */
  save(): Uint8Array {
    return writeCheckpoint(this.checkpoint, vaeWeights(this.config));
  }

  /** How many numbers were learned. */
  get parameters(): number {
    return countWeights(vaeWeights(this.config));
  }

  /** Such as `Vae([28, 28] -> 400 -> 20, dense, bernoulli, 652824 parameters)`. */
  toString(): string {
    const { shape, hidden, latent, architecture, likelihood } = this.config;
    const widths = [`[${shape.join(', ')}]`, ...hidden, latent].join(' -> ');
    return `Vae(${widths}, ${architecture}, ${likelihood}, ${this.parameters} parameters)`;
  }

  /** What the model is, without its weights: those are in `save()`. */
  toJSON(): { type: 'vae'; config: VaeConfig; parameters: number } {
    return { type: 'vae', config: this.config, parameters: this.parameters };
  }

  // within

  private encoded(rows: Rows): Posterior {
    const { latent } = this.config;
    const [x, label] = [new Float32Array(ROWS * pixelsOf(this.config)), new Float32Array(ROWS)];
    const out = { mu: new Float32Array(rows.n * latent), logVariance: new Float32Array(rows.n * latent) };
    const { encode } = this.programs;
    for (let from = 0; from < rows.n; from += ROWS) {
      const some = encode(rows.fill(from, x), rows.fillLabels(from, label));
      const end = Math.min(ROWS, rows.n - from) * latent;
      out.mu.set(some.mu.subarray(0, end), from * latent);
      out.logVariance.set(some.logVariance.subarray(0, end), from * latent);
    }
    return out;
  }

  private decoded(z: ArrayLike<number>, label: Float32Array): Float32Array {
    const { latent } = this.config;
    return byRows(
      label.length,
      pixelsOf(this.config),
      [part(z, latent), part(label, 1)],
      this.programs.decode,
    );
  }

  private noise(what: string, options: Partial<Noise>): ReturnType<typeof noiseOf> {
    const { binarize = this.config.binarize, corruption = null } = options;
    checkOneOf(what, 'options.binarize', binarize, ['none', 'dynamic']);
    if (corruption !== null) checkCorruption(what, 'options.corruption', corruption);
    return noiseOf({ binarize, corruption }, pixelsOf(this.config));
  }
}

function checkStream(what: string, stream: unknown): asserts stream is Stream {
  if (!(stream instanceof Stream)) throw typeFault(what, 'stream', stream, 'a Stream');
}
