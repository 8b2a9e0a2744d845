// A fitted GAN: the examples that it makes, and what its discriminator says of any.
import type { Tensor } from '@stokast/autodiff';
import { checkCount, checkOneOf, checkOptions } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { Normal, Stream, Uniform } from '@stokast/sampling';
import { type ClassOption, classesOf } from '../fitted/classes.ts';
import { between, countLatents } from '../fitted/latents.ts';
import { FittedPrograms } from '../fitted/programs.ts';
import { byRows, part, ROWS } from '../fitted/rows.ts';
import { bestWeights, type Checkpoint } from '../train/checkpoint.ts';
import { checkExamples, type ImageData } from '../train/images.ts';
import { countWeights } from '../train/parameters.ts';
import { writeCheckpoint } from '../train/save.ts';
import { type GanConfig, numbersOf } from './config.ts';
import { discriminate, type GanTensors, ganWeights, generate, regular } from './networks.ts';
import { fromUnits, toUnits } from './objective.ts';

/**
 * A fitted generative adversarial network. Made by `gan(...).fit(data)` or `loadModel(bytes)`; it does not change.
 *
 * It has no likelihood: the generator makes examples and says of none how probable it is. Compare samples with data,
 * by the metrics of this package.
 */
export class Gan {
  readonly config: GanConfig;
  private readonly checkpoint: Checkpoint;
  private readonly programs: FittedPrograms;

  /** @internal */
  constructor(config: GanConfig, checkpoint: Checkpoint) {
    this.config = config;
    this.checkpoint = checkpoint;
    this.programs = new FittedPrograms(ganWeights(config), bestWeights(checkpoint));
  }

  /**
   * n examples, from the moving average of the generator's weights: [n, ...shape]. Example i is the same whether it is
   * asked for alone or among many, by one call or by several; it takes `latent` words of the stream, then one for its
   * class where the model has classes and none is given (all are equally likely).
   */
  sample(stream: Stream, n: number, options: ClassOption = {}): Float32Array {
    const what = 'Cannot sample';
    const { latent, classes } = this.config;
    checkOptions(what, options, ['class']);
    if (classes === 0 || options.class !== undefined)
      return this.generated(
        this.drawn(what, stream, n),
        classesOf(what, this.config.classes, options.class, n),
      );
    checkStream(what, stream);
    checkCount(what, 'n', n);
    const z = new Float32Array(n * latent);
    const label = new Float32Array(n);
    for (let i = 0; i < n; i++) {
      this.noise.fill(stream, z.subarray(i * latent, (i + 1) * latent));
      label[i] = stream.integers(0, classes);
    }
    return this.generated(z, label);
  }

  /** n latents, for `generate` and `interpolate`: [n, latent]; they take n `latent` words of the stream. */
  latents(stream: Stream, n: number): Float32Array {
    return this.drawn('Cannot draw latents', stream, n);
  }

  /** The example that each latent stands for: [n, latent] -> [n, ...shape]. Throws where `z` is no such array. */
  generate(z: ArrayLike<number>, options: ClassOption = {}): Float32Array {
    const what = 'Cannot generate';
    checkOptions(what, options, ['class']);
    const n = countLatents(what, 'z', z, this.config.latent);
    return this.generated(Float32Array.from(z), classesOf(what, this.config.classes, options.class, n));
  }

  /**
   * `n` examples on the way from latent a to latent b, both among them: [n, ...shape]; in a line, or `spherical`, along
   * the great circle, which suits normal latents. Throws for latents of another length.
   */
  interpolate(
    a: ArrayLike<number>,
    b: ArrayLike<number>,
    n: number,
    way: 'linear' | 'spherical' = this.config.noise === 'gaussian' ? 'spherical' : 'linear',
    options: ClassOption = {},
  ): Float32Array {
    const what = 'Cannot interpolate';
    for (const [name, z] of Object.entries({ a, b })) {
      if (countLatents(what, name, z, this.config.latent) !== 1)
        throw rangeFault(what, `${name}.length`, z.length, `${this.config.latent}`);
    }
    checkCount(what, 'n', n);
    checkOneOf(what, 'way', way, ['linear', 'spherical']);
    checkOptions(what, options, ['class']);
    return this.generated(between(a, b, n, way), classesOf(what, this.config.classes, options.class, n));
  }

  /**
   * The discriminator's logit of each example: its log-odds that it is real and not made by the generator as that was
   * at the end of the training; with other losses than `nonSaturating` a score. The best discriminator's is
   * log p(x) - log q(x), the densities of the data and of what is made (Goodfellow et al. 2014, proposition 1), and 0
   * everywhere when the generator has won. [n, ...shape] -> [n]. Throws for examples that are not of the model's shape,
   * or have no classes and should.
   */
  discriminate(data: ImageData): Float32Array {
    const { config } = this;
    checkExamples('Cannot discriminate', data, config.shape, config.classes);
    const { images, labels } = data;
    const d = numbersOf(config);
    const unit = images instanceof Uint8Array ? 255 : 1;
    const label = new Float32Array(images.length / d);
    if (config.classes > 0) label.set(labels as ArrayLike<number>);
    const rows = Float32Array.from(images, (x) => x / unit);
    return this.over(rows, d, label, 1, 'discriminate', (weights, x, y) =>
      discriminate(config, regular(weights).discriminator, toUnits(config, x), y),
    );
  }

  /** The model as a safetensors file, for `loadModel` and for the option `resume` of a fit. */
  save(): Uint8Array {
    return writeCheckpoint(this.checkpoint, ganWeights(this.config));
  }

  /** How many numbers both networks have. */
  get parameters(): number {
    const { generator, discriminator } = ganWeights(this.config);
    return countWeights({ generator, discriminator });
  }

  /** Such as `Gan(32 -> 128 -> 128 -> 128 -> [8, 8], dense, nonSaturating, 86977 parameters)`. */
  toString(): string {
    const { shape, latent, architecture, loss, generator } = this.config;
    const widths = [latent, ...generator.hidden, `[${shape.join(', ')}]`].join(' -> ');
    return `Gan(${widths}, ${architecture}, ${loss}, ${this.parameters} parameters)`;
  }

  /** What the model is, without its weights: those are in `save()`. */
  toJSON(): { type: 'gan'; config: GanConfig; parameters: number } {
    return { type: 'gan', config: this.config, parameters: this.parameters };
  }

  // within

  private get noise(): { fill(stream: Stream, out: Float32Array): Float32Array } {
    return this.config.noise === 'gaussian' ? Normal(0, 1) : Uniform(-1, 1);
  }

  private drawn(what: string, stream: Stream, n: number): Float32Array {
    checkStream(what, stream);
    checkCount(what, 'n', n);
    return this.noise.fill(stream, new Float32Array(n * this.config.latent));
  }

  private generated(z: Float32Array, label: Float32Array): Float32Array {
    const { config } = this;
    return this.over(z, config.latent, label, numbersOf(config), 'generate', (weights, rows, y) =>
      fromUnits(config, generate(config, weights.generator, rows, y)),
    );
  }

  /** A function of rows and their classes, as a program: [n, width], [n] -> [n, made] */
  private over(
    rows: Float32Array,
    width: number,
    label: Float32Array,
    made: number,
    name: string,
    fn: (weights: GanTensors, rows: Tensor, label: Tensor) => Tensor,
  ): Float32Array {
    const run = this.programs.program<GanTensors, [Float32Array, Float32Array], Float32Array>(
      name,
      fn as never,
      [ROWS, width],
      [ROWS],
    );
    return byRows(label.length, made, [part(rows, width), part(label, 1)], run);
  }
}

function checkStream(what: string, stream: unknown): asserts stream is Stream {
  if (!(stream instanceof Stream)) throw typeFault(what, 'stream', stream, 'a Stream');
}
