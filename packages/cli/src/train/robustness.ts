// What noise does to a model that was trained with noise, and to one that was not.
import { type Corruption, corrupt, robustness, type Vae } from '@stokast/models';
import type { Stream } from '@stokast/sampling';
import { type Examples, valuesOf, various } from './data.ts';
import type { Picture, Table } from './kind.ts';
import { rowsPicture } from './show.ts';

const STRIP = 10;
const flips = (amount: number): Corruption => ({ kind: 'flips', amount });
const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;

/** robustness.png: images, what noise leaves of them, and what each model makes of that. */
export function robustnessPicture(
  data: Examples,
  amount: number,
  stream: Stream,
  withNoise: Vae,
  without: Vae,
): Picture {
  const some = various(data.heldOut, STRIP);
  const about = {
    file: 'robustness.png',
    title: 'Robustness',
    caption: `Held-out images with ${percent(amount)} of their pixels flipped, and what is made of them by a model trained on clean images, and by one that saw such noise in training.`,
  };
  return rowsPicture(about, data, () => {
    const seen = corrupt(some, flips(amount), stream.split('picture'));
    return [
      { label: 'original', values: valuesOf(some) },
      { label: 'corrupted', values: valuesOf(seen) },
      { label: 'clean', values: without.reconstruct(seen) },
      { label: 'noise', values: withNoise.reconstruct(seen) },
    ];
  });
}

/** Held-out nats and errors of both: without noise, and with less, as much and more than in training. */
export function robustnessTable(
  { heldOut }: Examples,
  amount: number,
  stream: Stream,
  withNoise: Vae,
  without: Vae,
): Table {
  const corruptions = [amount / 2, amount, Math.min(1.5 * amount, 1)].map(flips);
  const models = { 'clean images': without, noise: withNoise };
  const { rows } = robustness(models, heldOut, { stream: stream.split('table'), corruptions });
  return {
    title: 'Robustness: with and without noise in training',
    caption:
      'Nats per held-out image (the lower, the better), where the encoder sees it with some of its pixels flipped and the clean image is to be told; and how far reconstructions, and the noisy images themselves, are from the clean ones (root of the mean square).',
    rows: [
      ['pixels flipped', 'trained on', 'nats per image', 'error of reconstruction', 'of the noisy image'],
      ...rows.map(({ corruption, model, heldOut: bound, error, noise }) => [
        percent(corruption?.amount ?? 0),
        model,
        Math.abs(bound).toFixed(2),
        error.toFixed(3),
        noise.toFixed(3),
      ]),
    ],
  };
}
