// Spectral normalisation (Miyato et al. 2018): a matrix W becomes W / s(W), s its largest singular value, by one step
// of the power method a step of training (their algorithm 1), whose vector is kept from one to the next.
import { stopGradient, type Tensor } from '@stokast/autodiff';
import type { WeightSpec } from '../train/parameters.ts';

/** A vector as it starts: of any direction, of no length in particular. */
export const powerVector = (outputs: number): WeightSpec => ({
  shape: [outputs],
  init: { kind: 'normal', deviation: 1 },
});

/** x / |x|, and 0 for 0. */
const unit = (x: Tensor): Tensor => x.div(x.square().sum().add(1e-24).sqrt()) as Tensor;

/**
 * W / (v' W u), after one step v = W u / |W u|, u = W' v / |W' v| from the vector that was kept. Both are constants to
 * the gradient. weight [..., outputs], kernels as the matrix of their last axis; vector [outputs].
 */
export function normalised(weight: Tensor, vector: Tensor): { weight: Tensor; vector: Tensor } {
  const outputs = weight.shape[weight.rank - 1];
  const matrix = weight.reshape([-1, outputs]) as Tensor; // [inputs, outputs]
  const fixed = stopGradient(matrix) as Tensor;
  const v = stopGradient(unit(fixed.matmul(vector) as Tensor)) as Tensor; // [inputs]
  const u = stopGradient(unit(v.matmul(fixed) as Tensor)) as Tensor; // [outputs]
  const largest = v.matmul(matrix).mul(u).sum().maximum(1e-12);
  return { weight: weight.div(largest) as Tensor, vector: u };
}
