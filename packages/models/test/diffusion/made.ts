// Models whose weights are drawn, none of them 0: for laws that hold whatever was learned.
import { Normal, stream } from '@stokast/sampling';
import {
  type DenoiserOptions,
  type DiffusionOptions,
  diffusionConfig,
  flowConfig,
} from '../../src/diffusion/config.ts';
import { Flow } from '../../src/diffusion/flow-model.ts';
import { Diffusion } from '../../src/diffusion/model.ts';
import { flowWeights, weightsOf } from '../../src/diffusion/parts.ts';
import type { Checkpoint } from '../../src/train/checkpoint.ts';
import { namedWeights, sizeOf, type WeightTree } from '../../src/train/parameters.ts';

function checkpointOf(kind: string, config: object, tree: WeightTree, scale: number): Checkpoint {
  const weights = new Map(
    namedWeights(tree).map(([name, { shape }]) => [
      name,
      Normal(0, scale).fill(stream('weights').split(name), new Float32Array(sizeOf(shape))),
    ]),
  );
  return { kind, config: config as never, weights, average: new Map() };
}

export function madeDiffusion(options: DiffusionOptions): { model: Diffusion; checkpoint: Checkpoint } {
  const config = diffusionConfig('Cannot make', { mean: 0, deviation: 1, ...options });
  const checkpoint = checkpointOf('diffusion', config, weightsOf(config), 0.2);
  return { model: new Diffusion(config, checkpoint), checkpoint };
}

export function madeFlow(options: DenoiserOptions, scale = 0.3): Flow {
  const config = flowConfig('Cannot make', { mean: 0, deviation: 1, ...options });
  return new Flow(config, checkpointOf('flow', config, flowWeights(config), scale));
}
