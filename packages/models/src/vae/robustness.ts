// Noise for robustness: what a model that was trained with noise says about noisy images, and what one without.
import { checkObject, checkOptions } from '@stokast/core-wasm/check';
import { typeFault } from '@stokast/core-wasm/errors';
import { Stream } from '@stokast/sampling';
import type { ImageData } from '../train/images.ts';
import { type Corruption, checkCorruption } from './config.ts';
import { corrupt } from './noise.ts';
import type { Vae } from './vae.ts';

/** Options of `robustness`. */
export interface RobustnessOptions {
  /** Noise of the images and of the bounds. */
  readonly stream: Stream;
  /** What the images are corrupted by; they are looked at without noise too. */
  readonly corruptions: readonly Corruption[];
}

/** What one model makes of images with one noise. */
export interface RobustnessRow {
  /** The name of the model. */
  readonly model: string;
  /** Nothing: the images as they are. */
  readonly corruption: Corruption | null;
  /** The bound on the clean images, in nats per image, where the encoder sees noisy ones. */
  readonly heldOut: number;
  /** The root of the mean squared difference between what is reconstructed from noisy images and the clean ones. */
  readonly error: number;
  /** The same of the noisy images themselves. */
  readonly noise: number;
}

/** What several models make of images with noise: `rows` as data, `toString()` as a table. */
export class Robustness {
  readonly rows: readonly RobustnessRow[];

  /** @internal */
  constructor(rows: readonly RobustnessRow[]) {
    this.rows = rows;
  }

  toString(): string {
    const head = ['noise', 'model', 'nats per image', 'error of reconstructions', 'of the noisy images'];
    const cells = this.rows.map(({ corruption, model, heldOut, error, noise }) => [
      corruption === null ? 'none' : `${corruption.kind} ${corruption.amount}`,
      model,
      heldOut.toFixed(2),
      error.toFixed(4),
      noise.toFixed(4),
    ]);
    const rows = [head, ...cells];
    const widths = head.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
    return rows
      .map((row) =>
        row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
      )
      .join('\n');
  }

  toJSON(): readonly RobustnessRow[] {
    return this.rows;
  }
}

/**
 * Shows images with noise to models, such as one trained with noise and one without. All models get the same noise.
 *
 * The bound is one on log p of the clean images: any distribution of latents gives one, also that of an encoder which
 * sees something else (Im et al. 2017). So a model that noise leads astray has a worse bound.
 *
 * Throws a TypeError or RangeError for options that are none, and as `elbo` does for images.
 *
 * ```ts
 * import { robustness, vae } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const data = { images: Float32Array.from({ length: 512 }, (_, i) => (i >> 2) % 2), shape: [2, 2] };
 * const fit = { stream: stream('fit'), steps: 100, batchSize: 32 };
 * const corruption = { kind: 'flips', amount: 0.2 } as const;
 * const plain = await vae({ shape: [2, 2], latent: 1 }).fit(data, fit);
 * const robust = await vae({ shape: [2, 2], latent: 1, corruption }).fit(data, fit);
 * const table = robustness({ plain, robust }, data, { stream: stream('noise'), corruptions: [corruption] });
 * String(table); // a row for each model and noise
 * ```
 */
export function robustness(
  models: Readonly<Record<string, Vae>>,
  data: ImageData,
  options: RobustnessOptions,
): Robustness {
  const what = 'Cannot compare models';
  checkObject(what, 'models', models);
  checkOptions(what, options, ['stream', 'corruptions']);
  const { stream, corruptions } = options;
  if (!(stream instanceof Stream)) throw typeFault(what, 'options.stream', stream, 'a Stream');
  if (!Array.isArray(corruptions)) throw typeFault(what, 'options.corruptions', corruptions, 'an array');
  for (const [i, each] of corruptions.entries()) checkCorruption(what, `options.corruptions[${i}]`, each);
  const rows = [null, ...(corruptions as readonly Corruption[])].flatMap((corruption, i) => {
    const own = stream.split(['corruption', i]);
    const noisy = corruption === null ? data : corrupt(data, corruption, own.split('images'));
    const noise = distance(noisy, data);
    return Object.entries(models).map(([model, each]) => ({
      model,
      corruption,
      heldOut: each.elbo(data, own.split('bound'), { corruption }).value,
      error: distance({ ...data, images: each.reconstruct(noisy) }, data),
      noise,
    }));
  });
  return new Robustness(rows);
}

/** The root of the mean squared difference of pixels. */
function distance(a: ImageData, b: ImageData): number {
  const [ofA, ofB] = [a, b].map(({ images }) => (images instanceof Uint8Array ? 255 : 1));
  let sum = 0;
  for (let i = 0; i < a.images.length; i++) {
    const difference = a.images[i] / ofA - b.images[i] / ofB;
    sum += difference * difference;
  }
  return Math.sqrt(sum / a.images.length);
}
