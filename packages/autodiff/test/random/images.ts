// Images in plain arrays, by the sums that their functions are described by.
import type { Shape } from '../../src/index.ts';
import type { Plain } from './plain.ts';
import { type Padding, type Pair, sizeOf } from './world.ts';

/** Zeros before the first row or column, and how many windows there are along an axis. */
export function windows(size: number, kernel: number, stride: number, padding: Padding, axis: 0 | 1): Pair {
  if (padding === 'same') {
    const out = Math.ceil(size / stride);
    return [Math.floor(Math.max((out - 1) * stride + kernel - size, 0) / 2), out];
  }
  const pad = padding === 'valid' ? 0 : padding[axis];
  return [pad, Math.floor((size + 2 * pad - kernel) / stride) + 1];
}

/** Every element of an image that a window sees, with its place in the window. */
function* seen(image: Pair, kernel: Pair, stride: Pair, padding: Padding): Generator<readonly number[]> {
  const [top, height] = windows(image[0], kernel[0], stride[0], padding, 0);
  const [left, width] = windows(image[1], kernel[1], stride[1], padding, 1);
  for (let oy = 0; oy < height; oy++) {
    for (let ox = 0; ox < width; ox++) {
      for (let i = 0; i < kernel[0]; i++) {
        for (let j = 0; j < kernel[1]; j++) {
          const [y, x] = [oy * stride[0] + i - top, ox * stride[1] + j - left];
          if (y >= 0 && y < image[0] && x >= 0 && x < image[1]) yield [oy, ox, i, j, y, x];
        }
      }
    }
  }
}

const indexOf = (shape: Shape, at: readonly number[]): number =>
  at.reduce((index, each, axis) => index * shape[axis] + each, 0);

/** Sums of products of an image and a kernel; the other way round, of what was seen and a kernel. */
function sums(
  x: Plain,
  kernel: Plain,
  shape: Shape,
  places: Iterable<readonly number[]>,
  isTurned: boolean,
): Plain {
  const data = Array<number>(sizeOf(shape)).fill(0);
  const [batch, , , channels] = x.shape;
  const [out] = shape.slice(-1);
  for (const [oy, ox, i, j, y, z] of places) {
    const [from, to] = isTurned
      ? [
          [oy, ox],
          [y, z],
        ]
      : [
          [y, z],
          [oy, ox],
        ];
    for (let b = 0; b < batch; b++) {
      for (let c = 0; c < channels; c++) {
        for (let o = 0; o < out; o++) {
          data[indexOf(shape, [b, ...to, o])] +=
            x.data[indexOf(x.shape, [b, ...from, c])] * kernel.data[indexOf(kernel.shape, [i, j, c, o])];
        }
      }
    }
  }
  return { shape, dtype: x.dtype, data };
}

/** Size of what `transposedConv2d` makes of an axis. */
export const grown = (size: number, kernel: number, stride: number, padding: Padding, axis: 0 | 1): number =>
  padding === 'same'
    ? size * stride
    : (size - 1) * stride + kernel - (padding === 'valid' ? 0 : 2 * padding[axis]);

export const images = {
  conv2d(x: Plain, kernel: Plain, stride: Pair, padding: Padding): Plain {
    const [batch, height, width] = x.shape;
    const [kh, kw, , out] = kernel.shape;
    const rows = windows(height, kh, stride[0], padding, 0)[1];
    const columns = windows(width, kw, stride[1], padding, 1)[1];
    const places = seen([height, width], [kh, kw], stride, padding);
    return sums(x, kernel, [batch, rows, columns, out], places, false);
  },
  transposedConv2d(x: Plain, kernel: Plain, stride: Pair, padding: Padding): Plain {
    const [batch, height, width] = x.shape;
    const [kh, kw, , out] = kernel.shape;
    const image = [
      grown(height, kh, stride[0], padding, 0),
      grown(width, kw, stride[1], padding, 1),
    ] as const;
    return sums(x, kernel, [batch, ...image, out], seen(image, [kh, kw], stride, padding), true);
  },
  maxPool2d(x: Plain, size: Pair, stride: Pair): Plain {
    const [batch, height, width, channels] = x.shape;
    const rows = windows(height, size[0], stride[0], 'valid', 0)[1];
    const columns = windows(width, size[1], stride[1], 'valid', 1)[1];
    const shape = [batch, rows, columns, channels];
    const data = Array<number>(sizeOf(shape)).fill(Number.NEGATIVE_INFINITY);
    for (const [oy, ox, , , y, z] of seen([height, width], size, stride, 'valid')) {
      for (let b = 0; b < batch; b++) {
        for (let c = 0; c < channels; c++) {
          const to = indexOf(shape, [b, oy, ox, c]);
          data[to] = Math.max(data[to], x.data[indexOf(x.shape, [b, y, z, c])]);
        }
      }
    }
    return { shape, dtype: x.dtype, data };
  },
  upsample2d(x: Plain, [down, right]: Pair): Plain {
    const [batch, height, width, channels] = x.shape;
    const shape = [batch, height * down, width * right, channels];
    const data = Array.from({ length: sizeOf(shape) }, (_, k) => {
      const c = k % channels;
      const z = Math.floor(Math.floor(k / channels) / right) % width;
      const y = Math.floor(Math.floor(k / (channels * width * right)) / down) % height;
      const b = Math.floor(k / (channels * width * right * height * down));
      return x.data[indexOf(x.shape, [b, y, z, c])];
    });
    return { shape, dtype: x.dtype, data };
  },
};
