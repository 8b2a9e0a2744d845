// Fully connected layers.
import { linear, type Tensor } from '@stokast/autodiff';
import { type TensorsFor, uniformByInputs, type WeightSpec } from '../train/parameters.ts';

/** A type and no interface, so that it counts as a nesting of weights. */
export type DenseWeights = {
  readonly weight: WeightSpec<readonly [number, number]>;
  readonly bias: WeightSpec<readonly [number]>;
};

/** The weights of x W + b, W [inputs, outputs]. */
export const dense = (inputs: number, outputs: number): DenseWeights => ({
  weight: { shape: [inputs, outputs], init: uniformByInputs(inputs) },
  bias: { shape: [outputs], init: uniformByInputs(inputs) },
});

/** x W + b: [..., inputs] -> [..., outputs] */
export const applyDense = ({ weight, bias }: TensorsFor<DenseWeights>, x: Tensor): Tensor =>
  linear(x, weight, bias);

/** The weights of dense layers one after another: `widths` from the input to the output. */
export const perceptron = (widths: readonly number[]): readonly DenseWeights[] =>
  widths.slice(1).map((outputs, i) => dense(widths[i], outputs));

/** The layers with a function between each two of them. */
export const applyPerceptron = (
  layers: readonly TensorsFor<DenseWeights>[],
  x: Tensor,
  activation: (x: Tensor) => Tensor,
): Tensor => layers.reduce((h, layer, i) => applyDense(layer, i === 0 ? h : activation(h)), x);
