// Free functions over tensors; the methods of Tensor are the same.
export {
  abs,
  add,
  cos,
  div,
  equal,
  exp,
  less,
  mul,
  neg,
  sign,
  sin,
  square,
  sub,
  where,
} from './elementwise.ts';
export { conv2d, transposedConv2d, upsample2d } from './image.ts';
export { matmul } from './linear.ts';
export { expand, reshape, slice, transpose } from './movement.ts';
export { sum } from './reductions.ts';
export { type ScanOptions, scan } from './scan.ts';
export type { ConvolutionOptions, Pair } from './windows.ts';
