// Layer normalisation (Ba, Kiros and Hinton 2016), with or without an offset.
import { layerNorm, type Tensor } from '@stokast/autodiff';
import { ones, type TensorsFor, type WeightSpec, zeros } from '../train/parameters.ts';

export type NormWeights = {
  readonly weight: WeightSpec<readonly [number]>;
  readonly bias?: WeightSpec<readonly [number]>;
};

/** The weights of a normalisation of rows of `channels` numbers: scales, and offsets where there is a bias. */
export const norm = (channels: number, bias: boolean): NormWeights => ({
  weight: { shape: [channels], init: ones },
  ...(bias ? { bias: { shape: [channels], init: zeros } } : {}),
});

/** (x - mean) / sqrt(variance + 1e-5) weight + bias over the last axis: [..., channels] -> the same */
export const applyNorm = ({ weight, bias }: TensorsFor<NormWeights>, x: Tensor): Tensor =>
  layerNorm(x, bias === undefined ? { scale: weight } : { scale: weight, offset: bias });
