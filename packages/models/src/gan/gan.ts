// A fitted GAN: the examples that it makes, and what its discriminator says of any.
import { compile, f32, type Specs, type Tensor } from '@stokast/autodiff';
import { checkCount, checkInteger, checkOneOf, checkOptions } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { Normal, Stream, Uniform } from '@stokast/sampling';
import { bestWeights, type Checkpoint } from '../train/checkpoint.ts';
import type { ImageData } from '../train/images.ts';
import { countWeights, mapWeights } from '../train/parameters.ts';
import { writeCheckpoint } from '../train/save.ts';
import { between } from '../vae/latents.ts';
import { type GanConfig, numbersOf } from './config.ts';
import { checkData } from './data.ts';
import { discriminate, type GanTensors, ganWeights, generate, regular } from './networks.ts';
import { fromUnits, toUnits } from './objective.ts';

/** A class for all examples, or one for each; only where the model has classes. */
export interface GanClassOption {
  readonly class?: number | ArrayLike<number>;
}

/** Examples that a program takes at a time. */
const ROWS = 64;

/** Rows of numbers and their classes, ROWS of each -> ROWS rows. */
type Run = (rows: Float32Array, label: Float32Array) => Float32Array;

/**
 * A fitted generative adversarial network. Made by `gan(...).fit(data)` or `loadModel(bytes)`; it does not change.
 *
 * It has no likelihood: the generator makes examples and says of none how probable it is. Compare samples with data,
 * by the metrics of this package.
 */
export class Gan {
  readonly config: GanConfig;
  private readonly checkpoint: Checkpoint;
  private readonly made: Map<string, Run> = new Map();

  /** @internal */
  constructor(config: GanConfig, checkpoint: Checkpoint) {
    this.config = config;
    this.checkpoint = checkpoint;
  }

  /**
   * n examples, from the moving average of the generator's weights: [n, ...shape]. Example i is the same whether it is
   * asked for alone or among many, by one call or by several; it takes `latent` words of the stream, then one for its
   * class where the model has classes and none is given (all are equally likely).
   */
  sample(stream: Stream, n: number, options: GanClassOption = {}): Float32Array {
    const what = 'Cannot sample';
    const { latent, classes } = this.config;
    checkOptions(what, options, ['class']);
    if (classes === 0 || options.class !== undefined)
      return this.generated(this.drawn(what, stream, n), this.labels(what, options, n));
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
  generate(z: ArrayLike<number>, options: GanClassOption = {}): Float32Array {
    const what = 'Cannot generate';
    checkOptions(what, options, ['class']);
    const n = this.countLatents(what, 'z', z);
    return this.generated(Float32Array.from(z), this.labels(what, options, n));
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
    options: GanClassOption = {},
  ): Float32Array {
    const what = 'Cannot interpolate';
    for (const [name, z] of Object.entries({ a, b })) {
      if (this.countLatents(what, name, z) !== 1)
        throw rangeFault(what, `${name}.length`, z.length, `${this.config.latent}`);
    }
    checkCount(what, 'n', n);
    checkOneOf(what, 'way', way, ['linear', 'spherical']);
    checkOptions(what, options, ['class']);
    return this.generated(between(a, b, n, way), this.labels(what, options, n));
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
    checkData('Cannot discriminate', data, config);
    const { images, labels } = data;
    const d = numbersOf(config);
    const unit = images instanceof Uint8Array ? 255 : 1;
    const label = new Float32Array(images.length / d);
    if (config.classes > 0) label.set(labels as ArrayLike<number>);
    const run = this.program('discriminate', d, (weights, x, y) =>
      discriminate(config, regular(weights).discriminator, toUnits(config, x), y),
    );
    return byRows(
      Float32Array.from(images, (x) => x / unit),
      label,
      1,
      run,
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
    const run = this.program('generate', config.latent, (weights, rows, y) =>
      fromUnits(config, generate(config, weights.generator, rows, y)),
    );
    return byRows(z, label, numbersOf(config), run);
  }

  /** The program of a name, compiled when it is first needed. */
  private program(
    name: string,
    width: number,
    fn: (weights: GanTensors, rows: Tensor, label: Tensor) => Tensor,
  ): Run {
    const before = this.made.get(name);
    if (before) return before;
    const weights = bestWeights(this.checkpoint);
    const tree = ganWeights(this.config);
    const specs = mapWeights(tree, (_, { shape }) => f32(...shape)) as Specs;
    const values = mapWeights(tree, (key) => weights.get(key));
    const program = compile(fn as never, [specs, f32(ROWS, width), f32(ROWS)] as never) as unknown as (
      ...values: unknown[]
    ) => Float32Array;
    const run: Run = (rows, label) => program(values, rows, label);
    this.made.set(name, run);
    return run;
  }

  /** How many latents an array holds. */
  private countLatents(what: string, parameter: string, z: unknown): number {
    const { latent } = this.config;
    const length = (z as ArrayLike<number> | null)?.length;
    if (typeof z !== 'object' || typeof length !== 'number')
      throw typeFault(what, parameter, z, `an array of latents of ${latent} numbers`);
    if (length === 0 || length % latent !== 0)
      throw rangeFault(what, `${parameter}.length`, length, `a multiple of ${latent}`);
    return length / latent;
  }

  private labels(what: string, options: GanClassOption, n: number): Float32Array {
    const { classes } = this.config;
    const { class: given } = options;
    const out = new Float32Array(n);
    if (classes === 0) {
      if (given !== undefined)
        throw rangeFault(what, 'options.class', given, 'left out: the model has no classes');
      return out;
    }
    if (typeof given === 'number') {
      checkInteger(what, 'options.class', given, 0, classes - 1);
      return out.fill(given);
    }
    if (given?.length !== n)
      throw typeFault(what, 'options.class', given, `a class from 0 to ${classes - 1}, or an array of ${n}`);
    for (let i = 0; i < n; i++) {
      checkInteger(what, `options.class[${i}]`, given[i], 0, classes - 1);
      out[i] = given[i];
    }
    return out;
  }
}

function checkStream(what: string, stream: unknown): asserts stream is Stream {
  if (!(stream instanceof Stream)) throw typeFault(what, 'stream', stream, 'a Stream');
}

/** Runs a program over any number of rows, ROWS at a time, the last filled up with zeros: [n, ...], [n] -> [n, width] */
function byRows(rows: Float32Array, label: Float32Array, width: number, run: Run): Float32Array {
  const n = label.length;
  const out = new Float32Array(n * width);
  const each = n === 0 ? 0 : rows.length / n;
  for (let from = 0; from < n; from += ROWS) {
    const count = Math.min(ROWS, n - from);
    const some = new Float32Array(ROWS * each);
    some.set(rows.subarray(from * each, (from + count) * each));
    const theirs = new Float32Array(ROWS);
    theirs.set(label.subarray(from, from + count));
    out.set(run(some, theirs).subarray(0, count * width), from * width);
  }
  return out;
}
