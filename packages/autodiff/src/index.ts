// `@stokast/autodiff`: trace a function, differentiate it, run it on the machine.
export { compile } from './compile.ts';
export {
  abs,
  add,
  type ConvolutionOptions,
  conv2d,
  cos,
  div,
  equal,
  exp,
  expand,
  less,
  matmul,
  mul,
  neg,
  type Pair,
  reshape,
  type ScanOptions,
  scan,
  sign,
  sin,
  slice,
  square,
  sub,
  sum,
  transpose,
  transposedConv2d,
  upsample2d,
  where,
} from './functions/index.ts';
export { grad, valueAndGrad } from './grad.ts';
export type { Description, Program } from './program.ts';
export type { DType, Shape } from './shape.ts';
export { type SavedState, type Stateful, stateful } from './stateful.ts';
export { type Operand, Tensor } from './tensor.ts';
