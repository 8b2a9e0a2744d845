import { vae as model, pixelEntropy } from '@stokast/models';
import { short } from '../numbers.ts';
import { valuesOf, various } from '../train/data.ts';
import { across, digits, shown, trained } from './digits.ts';
import type { Part } from './part.ts';

const STEPS = 1200;
const BATCH = 100;
const ROWS = 4;

export const vae: Part = {
  title: 'A variational auto-encoder',
  async run({ context, screen, stream, say, show }) {
    const { train, heldOut } = await digits(context);
    const spec = model({ hidden: [128], latent: 2 });
    await say(
      `From densities that are written down to ones that are learnt. An image x is explained by a latent z of two numbers, z ~ Normal(0, 1): an encoder guesses z from x, a decoder tells x from z, and both follow the gradient of the evidence lower bound, which passes through the draw of z by the trick of the chapter before. On 1000 handwritten digits, ${STEPS} steps of ${BATCH}:`,
    );
    const start = { stream: stream.split('fit'), steps: STEPS, batchSize: BATCH };
    const fitted = await trained(context, 'VAE', spec.start(train, start));
    const { value, reconstruction, kl } = fitted.elbo(heldOut, stream.split('elbo'));
    const n = across(screen);
    const some = various(heldOut, n);
    const rebuilt = fitted.reconstruct(some);
    await show(shown(screen, [...valuesOf(some), ...rebuilt]));
    await say(
      `Above digits that it has never seen, below what is left of them after a passage through two numbers. The bound says ${(-value).toFixed(2)} nats an image: ${(-reconstruction).toFixed(2)} to tell the image, ${kl.toFixed(2)} to tell z. Of these ${short(pixelEntropy(heldOut.images, 64))} are in the grey pixels themselves, whatever the model. Latents on a grid, each decoded, are a map of all digits:`,
    );
    await show(shown(screen, fitted.decode(gridOf(n, ROWS))));
    await say('In full, with pictures and a report: stokast train vae');
    return { steps: STEPS, heldOut: { loss: -value, reconstruction, kl } };
  },
};

/** Latents in rows, from the top left to the lower right, within two standard deviations. */
function gridOf(columns: number, rows: number): Float32Array {
  const at = (i: number, n: number): number => (n > 1 ? -1.6 + (3.2 * i) / (n - 1) : 0);
  return Float32Array.from({ length: columns * rows * 2 }, (_, i) => {
    const cell = Math.floor(i / 2);
    return i % 2 === 0 ? at(cell % columns, columns) : -at(Math.floor(cell / columns), rows);
  });
}
