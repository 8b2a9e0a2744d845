// What tells a network the time.
import { concat, expandAxes, type Tensor } from '@stokast/autodiff';
import { machine } from '@stokast/core-wasm';

/** The longest wave is this many times 2 pi. */
const LONGEST = 10_000;

/**
 * Sines and cosines of time at frequencies that fall from 1 to about 1 / 10000, evenly in their logarithms (Vaswani et
 * al. 2017), for times of up to about 1000: [n] -> [n, width], width even.
 */
export function timeEmbedding(time: Tensor, width: number): Tensor {
  const { exp, log } = machine().kernels;
  const half = width / 2;
  const frequencies = Float32Array.from({ length: half }, (_, i) => exp((-log(LONGEST) * i) / half));
  const angles = expandAxes(time, 1).mul(frequencies) as Tensor; // [n, width / 2]
  return concat([angles.sin(), angles.cos()], 1) as Tensor; // [n, width]
}
