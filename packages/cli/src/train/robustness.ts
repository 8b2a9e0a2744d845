// What noise does to a model that was trained with noise, and to one that was not.
import { type Corruption, corrupt, type Vae } from '@stokast/models';
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

/** Held-out nats and errors of both, on clean images, on noise as in training, and on twice as much. */
export function robustnessTable(
  { heldOut }: Examples,
  amount: number,
  stream: Stream,
  withNoise: Vae,
  without: Vae,
): Table {
  const clean = valuesOf(heldOut);
  const rows = [0, amount / 2, amount, Math.min(1.5 * amount, 1)].flatMap((share) => {
    const noise = share === 0 ? {} : { corruption: flips(share) };
    const seen = share === 0 ? heldOut : corrupt(heldOut, flips(share), stream.split('table'));
    return [['clean images', without] as const, ['noise', withNoise] as const].map(([trained, model]) => {
      const { value, reconstruction, kl } = model.elbo(heldOut, stream.split('elbo'), noise);
      const error = meanSquare(model.reconstruct(seen), clean);
      return [
        percent(share),
        trained,
        ...[-value, -reconstruction, kl].map((x) => x.toFixed(2)),
        error.toFixed(4),
      ];
    });
  });
  return {
    title: 'Robustness: with and without noise in training',
    caption:
      'Nats per held-out image (the lower, the better), when the encoder sees an image with some of its pixels flipped, and the clean image is to be told; and the mean squared error of the pixels of the reconstruction.',
    rows: [['pixels flipped', 'trained on', 'loss (-ELBO)', 'reconstruction', 'KL', 'pixel error'], ...rows],
  };
}

function meanSquare(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum / a.length;
}
