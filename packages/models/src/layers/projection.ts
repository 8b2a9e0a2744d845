// Dense layers as transformers have them: normal weights, a bias only where it is asked for.
import { linear, type Tensor } from '@stokast/autodiff';
import { type TensorsFor, type WeightSpec, zeros } from '../train/parameters.ts';

export type ProjectionWeights = {
  readonly weight: WeightSpec<readonly [number, number]>;
  readonly bias?: WeightSpec<readonly [number]>;
};

/** The weights of x W (+ b), W [inputs, outputs] from Normal(0, deviation). */
export const projection = (
  inputs: number,
  outputs: number,
  deviation: number,
  bias: boolean,
): ProjectionWeights => ({
  weight: { shape: [inputs, outputs], init: { kind: 'normal', deviation } },
  ...(bias ? { bias: { shape: [outputs], init: zeros } } : {}),
});

/** x W (+ b): [..., inputs] -> [..., outputs] */
export const applyProjection = ({ weight, bias }: TensorsFor<ProjectionWeights>, x: Tensor): Tensor =>
  bias === undefined ? linear(x, weight) : linear(x, weight, bias);
