// The world of tensors.
import { section } from '../../src/functions/movement.ts';
import type { Tensor } from '../../src/index.ts';
import * as f from '../../src/index.ts';
import type { World } from './world.ts';

const product = { sum: f.cumulativeSum, product: f.cumulativeProduct } as const;
const functions = { ...f, stop: f.stopGradient };

export const traced: World<Tensor> = {
  shape: (x) => x.shape,
  dtype: (x) => x.dtype,
  constant(data, shape, dtype) {
    const held = data.length === 1 ? data[0] : Float64Array.from(data);
    const tensor: Tensor = f.reshape(held, shape);
    return dtype === 'f64' ? tensor : f.cast(tensor, dtype);
  },
  one: (name, x) => functions[name](x),
  two: (name, a, b) => functions[name](a, b),
  where: (condition, a, b) => f.where(condition, a, b),
  reduce: (name, x, axes, keepAxes) => functions[name](x, axes, { keepAxes }),
  place: (name, x, axis) => functions[name](x, axis),
  cumulative: (name, x, axis, reverse) => product[name](x, axis, reverse),
  transpose: (x, axes) => f.transpose(x, axes),
  section: (x, start, size, step) => section(x, start, size, step),
  reshape: (x, shape) => f.reshape(x, shape),
  expand: (x, shape) => f.expand(x, shape),
  concat: (list, axis) => f.concat(list, axis),
  stack: (list, axis) => f.stack(list, axis),
  pad: (x, widths, value) => f.pad(x, widths, value),
  cast: (x, dtype) => f.cast(x, dtype),
  gather: (table, index) => f.gather(table, index),
  take: (x, index, axis) => f.take(x, index, axis),
  scatterAdd: (index, values, shape) => f.scatterAdd(index, values, shape),
  oneHot: (index, size) => f.oneHot(index, size),
  diagonal: (x) => f.diagonal(x),
  triangle: (name, x, offset) => functions[name](x, offset),
  matmul: (a, b) => f.matmul(a, b),
  conv2d: (x, kernel, stride, padding) => f.conv2d(x, kernel, { stride, padding }),
  transposedConv2d: (x, kernel, stride, padding) => f.transposedConv2d(x, kernel, { stride, padding }),
  maxPool2d: (x, size, stride) => f.maxPool2d(x, size, { stride }),
  upsample2d: (x, factor) => f.upsample2d(x, factor),
  scan: (step, initial, sequences, length, reverse) =>
    f.scan(
      ((carry: Tensor[], x: Tensor[] = []) => step(carry, x)) as never,
      initial,
      (sequences.length > 0 ? sequences : undefined) as never,
      {
        ...(sequences.length > 0 ? {} : { length }),
        reverse,
      },
    ) as never,
};
