// Noise on images: pixels drawn anew, flipped, covered or blurred. Each kind takes one word of the stream for a pixel.
import { clip, compile, less, type RandomSource, randomStream, type Tensor, where } from '@stokast/autodiff';
import { typeFault } from '@stokast/core-wasm/errors';
import { Stream } from '@stokast/sampling';
import { checkImages, type ImageData } from '../train/images.ts';
import { sizeOf } from '../train/parameters.ts';
import { type Corruption, checkCorruption, type VaeConfig } from './config.ts';

/** How images are looked at: as they are, or with noise. */
export type Noise = Pick<VaeConfig, 'binarize' | 'corruption'>;

const options = { dtype: 'f32' } as const;

/** 1 with the probability that the image has for a pixel, else 0. A pixel that is 0 or 1 stays. */
const binarized = (x: Tensor, source: RandomSource): Tensor =>
  less(source.uniform(x.shape, options), x) as Tensor;

function corrupted(x: Tensor, { kind, amount }: Corruption, source: RandomSource): Tensor {
  if (kind === 'gaussian') return clip(x.add(source.normal(x.shape, options).mul(amount)), 0, 1) as Tensor;
  const isHit = source.bernoulli(x.shape, amount, options);
  return where(isHit, kind === 'flips' ? x.neg().add(1) : 0, x) as Tensor;
}

/** Images to be told, and what the encoder sees of them; all of the shape of `image`. */
export function noisy(
  { binarize, corruption }: Noise,
  image: Tensor,
  source: RandomSource,
): { x: Tensor; seen: Tensor } {
  const x = binarize === 'dynamic' ? binarized(image, source) : image;
  return { x, seen: corruption === null ? x : corrupted(x, corruption, source) };
}

/** The same for numbers: a function that takes an image of `pixels` and the stream that it moves on. */
export function noiseOf(
  noise: Noise,
  pixels: number,
): (image: Float32Array, stream: Stream) => { x: Float32Array; seen: Float32Array } {
  if (noise.binarize === 'none' && noise.corruption === null) return (x) => ({ x, seen: x });
  const spec = { shape: [pixels], dtype: 'f32' } as const;
  return compile(
    (image, source) => noisy(noise, image, source) as { x: typeof image; seen: typeof image },
    [spec, randomStream],
  ) as unknown as ReturnType<typeof noiseOf>;
}

/**
 * Images with noise on them, as singles: see `Corruption`. Takes a word of the stream for each number. Throws a
 * TypeError or RangeError for images, noise or a stream that are none.
 *
 * ```ts
 * import { corrupt } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const images = new Float32Array(8);
 * corrupt({ images, shape: [2, 2] }, { kind: 'flips', amount: 0.5 }, stream('noise')).images
 * ```
 */
export function corrupt(data: ImageData, corruption: Corruption, stream: Stream): ImageData {
  const what = 'Cannot corrupt images';
  checkImages(what, 'data', data);
  checkCorruption(what, 'corruption', corruption);
  if (!(stream instanceof Stream)) throw typeFault(what, 'stream', stream, 'a Stream');
  const { images, shape } = data;
  const scale = images instanceof Uint8Array ? 255 : 1;
  const d = sizeOf(shape);
  const noisy = noiseOf({ binarize: 'none', corruption }, d);
  const out = Float32Array.from(images, (x) => x / scale);
  for (let i = 0; i < out.length; i += d) out.set(noisy(out.subarray(i, i + d), stream).seen, i);
  return { ...data, images: out };
}
