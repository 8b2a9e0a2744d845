// What no model can do better than, where grey pixels are taken as means of black and white ones.
import { machine } from '@stokast/core-wasm';

/**
 * The entropy of grey pixels, each as the probability of a 1, in nats per image: the least that the cross-entropy of
 * such pixels can be, whatever a model says about them.
 *
 *     sum over pixels of -x log x - (1 - x) log(1 - x), the mean over images
 *
 * A figure of 105 nats on MNIST has 45.53 of it. `pixels` is how many make an image.
 *
 * ```ts
 * import { pixelEntropy } from '@stokast/models';
 * pixelEntropy(Float32Array.of(0.5, 0, 1, 0.5), 2).toFixed(4) //=> '0.6931'
 * ```
 */
export function pixelEntropy(images: Float32Array | Uint8Array, pixels: number): number {
  const { log } = machine().kernels;
  const of = (x: number): number => (x <= 0 || x >= 1 ? 0 : -x * log(x) - (1 - x) * log(1 - x));
  let sum = 0;
  if (images instanceof Uint8Array) {
    const table = Float64Array.from({ length: 256 }, (_, byte) => of(byte / 255));
    for (const byte of images) sum += table[byte];
  } else for (const x of images) sum += of(x);
  return sum / (images.length / pixels);
}
