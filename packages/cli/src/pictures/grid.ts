// Small images in rows and columns: samples, reconstructions, manifolds, interpolations.

import { LINE, label } from './lettering.ts';
import { blank, byteOf, enlarged, paste, type Raster } from './raster.ts';

/** Images of one shape, their values in [0, 1] one after another. */
export interface Images {
  readonly values: ArrayLike<number>;
  /** [height, width] or [height, width, channels]. */
  readonly shape: readonly number[];
}

export interface GridOptions {
  /** Images are enlarged to about so many pixels: 64 unless given. */
  readonly side?: number;
  readonly columns: number;
  /** What stands left of each row. */
  readonly labels?: readonly string[];
  /** Pixels between images: 4 unless given. */
  readonly gap?: number;
}

/** Behind the images and between them: neither black nor white, so that both ends of the greys are seen. */
const BEHIND = 96;
/** Images are enlarged to about so many pixels. */
const SIDE = 64;

/** How many values an image has. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

/** How many images there are. */
export const countOf = ({ values, shape }: Images): number => Math.floor(values.length / sizeOf(shape));

/** Image number `index` as a picture, each of its pixels a square. */
export function imageRaster({ values, shape }: Images, index: number, times = enlargement(shape)): Raster {
  const [height, width, channels = 1] = shape;
  const size = sizeOf(shape);
  const data = new Uint8Array(size);
  for (let i = 0; i < size; i++) data[i] = byteOf(values[index * size + i]);
  return enlarged({ width, height, channels: channels === 3 ? 3 : 1, data }, times);
}

/** Whole times by which images of this shape are enlarged. */
export function enlargement([height, width]: readonly number[], side: number = SIDE): number {
  return Math.max(1, Math.floor(side / Math.max(height, width) + 0.5));
}

/** Images in reading order; the last row may be short. */
export function grid(images: Images, { columns, labels = [], gap = 4, side = SIDE }: GridOptions): Raster {
  const times = enlargement(images.shape, side);
  const [height, width] = images.shape.map((n) => n * times);
  const count = countOf(images);
  const rows = Math.ceil(count / columns);
  const texts = labels.map((text) => label(text, [255], [BEHIND], 2));
  const margin = texts.reduce((most, text) => Math.max(most, text.width + 2 * gap), 0);
  const color = images.shape[2] === 3 ? [BEHIND, BEHIND, BEHIND] : [BEHIND];
  const whole = blank(margin + columns * (width + gap) + gap, rows * (height + gap) + gap, color);
  for (const [row, text] of texts.entries()) {
    const middle = gap + row * (height + gap) + Math.floor((height - 2 * LINE) / 2);
    paste(whole, text, gap, Math.max(middle, 0));
  }
  for (let i = 0; i < count; i++) {
    const x = margin + gap + (i % columns) * (width + gap);
    const y = gap + Math.floor(i / columns) * (height + gap);
    paste(whole, imageRaster(images, i, times), x, y);
  }
  return whole;
}

/** Rows of as many images each, with what they are left of them: originals over reconstructions. */
export function strip(rows: readonly { readonly label: string; readonly images: Images }[]): Raster {
  const [{ images }] = rows;
  const values = new Float32Array(rows.reduce((sum, row) => sum + row.images.values.length, 0));
  let at = 0;
  for (const row of rows) {
    values.set(row.images.values, at);
    at += row.images.values.length;
  }
  return grid(
    { values, shape: images.shape },
    { columns: countOf(images), labels: rows.map((row) => row.label) },
  );
}
