// Free functions over tensors; the methods of Tensor are the same.

export { gelu, relu, silu } from './activations.ts';
export {
  abs,
  add,
  cast,
  ceil,
  div,
  floor,
  mul,
  neg,
  pow,
  round,
  sign,
  sqrt,
  square,
  stopGradient,
  sub,
} from './arithmetic.ts';
export { type AttentionOptions, attention } from './attention.ts';
export {
  cholesky,
  choleskySolve,
  logDeterminant,
  quadraticForm,
  type TriangularOptions,
  triangularSolve,
} from './cholesky.ts';
export {
  and,
  clip,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  maximum,
  minimum,
  not,
  notEqual,
  or,
  where,
} from './comparisons.ts';
export {
  bernoulliLogitLogProb,
  bernoulliLogProb,
  categoricalLogitLogProb,
  exponentialLogProb,
  normalLogProb,
  uniformLogProb,
} from './density.ts';
export type { Joined, Same } from './elementwise.ts';
export { exp, expm1, log, log1mexp, log1p, logSigmoid, sigmoid, softplus } from './exponential.ts';
export { conv2d, transposedConv2d, upsample2d } from './image.ts';
export { diagonal, gather, identity, oneHot, scatterAdd, take, tril, triu } from './indexing.ts';
export { concat, split, stack } from './joining.ts';
export { embedding, groupNorm, layerNorm, linear, type NormOptions } from './layers.ts';
export { matmul } from './linear.ts';
export { cumulativeProduct, cumulativeSum } from './linear-scan.ts';
export { expand, expandAxes, flip, reshape, squeeze, transpose } from './movement.ts';
export { averagePool2d, maxPool2d, type PoolingOptions } from './pooling.ts';
export { dot, outer } from './products.ts';
export { type DrawOptions, dropout, RandomSource } from './random.ts';
export {
  type Axes,
  argmax,
  argmin,
  max,
  mean,
  min,
  norm,
  prod,
  type Reduction,
  type ReductionOptions,
  sum,
  variance,
} from './reductions.ts';
export { logAddExp, logSoftmax, logSumExp, softmax } from './rows.ts';
export { type ScanOptions, scan } from './scan.ts';
export { pad, type Range, slice } from './slicing.ts';
export {
  digamma,
  erf,
  erfc,
  lgamma,
  logNormalCdf,
  normalCdf,
  normalQuantile,
  polygamma,
  trigamma,
} from './special.ts';
export {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cos,
  cosh,
  sin,
  sinh,
  tan,
  tanh,
} from './trigonometric.ts';
export type { ConvolutionOptions, Pair } from './windows.ts';
