// Windows over images: how large, how far apart, and what lies around the image.
import { checkInteger } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { record } from '../record.ts';
import { type DType, shapeFault, showShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';

/** One number for both axes, or one for y and one for x. */
export type Pair = number | readonly [y: number, x: number];

/** Images: [batch, height, width, channels]. */
export type Images<D extends DType> = Tensor<readonly [number, number, number, number], D>;

/** Options of convolutions. */
export interface ConvolutionOptions {
  /** Places from one position of the kernel to the next; 1 when left out. */
  readonly stride?: Pair;
  /**
   * `'valid'` (default): the kernel stays inside; `'same'`: ceil(size / stride) positions, zeros shared out between
   * both ends, the odd one at the far end; numbers: so many zeros at both ends of each axis.
   */
  readonly padding?: 'valid' | 'same' | Pair;
}

/** Where a window sees an image: attributes of `patches` and of `fold`. */
export interface Windows {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  /** Zeros before the first row and the first column. */
  readonly pad: readonly [number, number];
  readonly image: readonly [number, number];
  readonly out: readonly [number, number];
}

/** [batch, *image, channels] -> [batch, *out, kernel height * kernel width * channels] */
export const patches = (x: Tensor, windows: Windows): Tensor => record('patches', [x], { ...windows });

/** The adjoint of `patches`: [batch, *out, kernel height * kernel width * channels] -> [batch, *image, channels] */
export const fold = (x: Tensor, windows: Windows): Tensor => record('fold', [x], { ...windows });

const LARGEST = 2147483647;

/** A pair of integers from `least` on; one number stands for both. */
export function pairOf(what: string, name: string, value: unknown, least: number): readonly [number, number] {
  if (Array.isArray(value)) {
    if (value.length !== 2) throw typeFault(what, name, value, 'a number or [y, x]');
    for (const [i, each] of value.entries()) checkInteger(what, `${name}[${i}]`, each, least, LARGEST);
    return value as unknown as [number, number];
  }
  checkInteger(what, name, value, least, LARGEST);
  return [value as number, value as number];
}

/** The sizes of images. */
export function imageOf(
  name: string,
  x: Tensor,
): readonly [batch: number, height: number, width: number, channels: number] {
  if (x.rank !== 4) throw shapeFault(name, [x.shape], '[batch, height, width, channels]');
  return x.shape as readonly [number, number, number, number];
}

/** The sizes of a kernel for these images. */
export function kernelOf(
  name: string,
  x: Tensor,
  kernel: Tensor,
): readonly [height: number, width: number, channels: number, out: number] {
  if (kernel.rank !== 4 || kernel.shape[2] !== x.shape[3]) {
    const allowed = '[batch, height, width, channels] and [kernel height, kernel width, channels, out]';
    throw shapeFault(name, [x.shape, kernel.shape], allowed);
  }
  return kernel.shape as readonly [number, number, number, number];
}

/** Zeros before and behind an axis along which `out` windows lie. */
export function paddingOf(
  what: string,
  padding: unknown,
): (axis: 0 | 1, size: number, window: number, stride: number) => readonly [before: number, behind: number] {
  if (padding === 'valid') return () => [0, 0];
  if (padding === 'same') {
    return (_, size, window, stride) => {
      const all = Math.max((Math.ceil(size / stride) - 1) * stride + window - size, 0);
      return [Math.floor(all / 2), Math.ceil(all / 2)];
    };
  }
  if (typeof padding === 'string')
    throw rangeFault(what, 'padding', padding, "'valid', 'same', a number or [y, x]");
  const pair = pairOf(what, 'padding', padding, 0);
  return (axis) => [pair[axis], pair[axis]];
}

/** Windows over an image of that size. */
export function windowsOver(
  name: string,
  image: readonly [number, number],
  kernel: readonly [number, number],
  stride: readonly [number, number],
  padding: unknown,
): Windows {
  const what = `Cannot apply ${name} to ${showShape(image)}`;
  const both = paddingOf(what, padding);
  const ends = ([0, 1] as const).map((axis) => both(axis, image[axis], kernel[axis], stride[axis]));
  const out = image.map((size, axis) => {
    const [before, behind] = ends[axis];
    const places = Math.floor((size + before + behind - kernel[axis]) / stride[axis]) + 1;
    if (places < 1) {
      const allowed = `at most as large as the image with its padding, ${size + before + behind}`;
      throw rangeFault(what, `kernel[${axis}]`, kernel[axis], allowed, 'STOKAST_E_SHAPE');
    }
    return places;
  });
  return { kernel, stride, pad: [ends[0][0], ends[1][0]], image, out: [out[0], out[1]] };
}
