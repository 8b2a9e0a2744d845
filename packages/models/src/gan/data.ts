// Examples as a GAN takes them.
import { checkInteger } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { checkImages, type ImageData } from '../train/images.ts';
import { type GanConfig, numbersOf } from './config.ts';

/** Throws where examples are not of the model's shape, or have no classes and should. */
export function checkData(what: string, data: ImageData, { shape, classes }: GanConfig): void {
  checkImages(what, 'data', data);
  if (data.shape.join() !== shape.join())
    throw rangeFault(what, 'data.shape', `[${data.shape.join(', ')}]`, `[${shape.join(', ')}], the model's`);
  if (classes === 0) return;
  const { labels } = data;
  if (labels === undefined) throw typeFault(what, 'data.labels', labels, 'a class for each example');
  for (let i = 0; i < labels.length; i++) checkInteger(what, `data.labels[${i}]`, labels[i], 0, classes - 1);
}

/** The configuration with what it leaves to the data filled in: mean and deviation of each number of an example. */
export function configFor(what: string, config: GanConfig, data: ImageData): GanConfig {
  if (config.mean !== null && config.deviation !== null) return config;
  checkData(what, data, config);
  const { images } = data;
  const unit = images instanceof Uint8Array ? 1 / 255 : 1;
  const d = numbersOf(config);
  const n = images.length / d;
  const means = new Float64Array(d);
  const squares = new Float64Array(d);
  for (let i = 0; i < images.length; i++) means[i % d] += (images[i] * unit) / n;
  for (let i = 0; i < images.length; i++) {
    const off = images[i] * unit - means[i % d];
    squares[i % d] += (off * off) / n;
  }
  // A number that never changes is left as it is.
  const deviations = Array.from(squares, (square) => (square > 0 ? Math.sqrt(square) : 1));
  return Object.freeze({
    ...config,
    mean: config.mean ?? Object.freeze(Array.from(means)),
    deviation: config.deviation ?? Object.freeze(deviations),
  });
}
