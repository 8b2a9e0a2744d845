// A decoder-only transformer as GPT-2 is one (Radford, Wu, Child, Luan, Amodei and Sutskever 2019):
//
//     x = wte[tokens] (+ wpe)                                        embeddings, [batch, positions, channels]
//     x = x + attention(norm(x));  x = x + mlp(norm(x))              nLayer times: normalisation first
//     logits = norm(x) wte^T                                         the embedding again: tied weights
//
// Weights are called what Hugging Face calls those of GPT-2, and lie as they do there: [inputs, outputs].
import { embedding, gelu, matmul, type Tensor, transpose } from '@stokast/autodiff';
import { attend, headsOf, notLater, type SelfAttentionWeights, selfAttention } from '../layers/attention.ts';
import { applyNorm, type NormWeights, norm } from '../layers/norm.ts';
import { applyProjection, type ProjectionWeights, projection } from '../layers/projection.ts';
import { type Angles, anglesAt } from '../layers/rotary.ts';
import type { TensorsFor, WeightSpec } from '../train/parameters.ts';
import type { NetworkConfig } from './config.ts';

type TableWeights = {
  readonly weight: WeightSpec<readonly [number, number]>;
};
export type BlockWeights = {
  readonly ln_1: NormWeights;
  readonly attn: SelfAttentionWeights;
  readonly ln_2: NormWeights;
  readonly mlp: { readonly c_fc: ProjectionWeights; readonly c_proj: ProjectionWeights };
};
export type NetworkWeights = {
  readonly wte: TableWeights;
  readonly wpe?: TableWeights;
  readonly h: readonly BlockWeights[];
  readonly ln_f: NormWeights;
};
export type Network = TensorsFor<NetworkWeights>;
type Block = TensorsFor<BlockWeights>;

/** Standard deviation of weights at the start; of those that add to x, it is divided by the root of their number. */
const DEVIATION = 0.02;

/** The weights of the network. */
export function networkWeights(config: NetworkConfig): NetworkWeights {
  const { nLayer, nEmbd, blockSize, bias, positions, vocabSize } = config;
  const added = DEVIATION / Math.sqrt(2 * nLayer);
  const table = (rows: number): TableWeights => ({
    weight: { shape: [rows, nEmbd], init: { kind: 'normal', deviation: DEVIATION } },
  });
  const block = (): BlockWeights => ({
    ln_1: norm(nEmbd, bias),
    attn: selfAttention(nEmbd, DEVIATION, added, bias),
    ln_2: norm(nEmbd, bias),
    mlp: {
      c_fc: projection(nEmbd, 4 * nEmbd, DEVIATION, bias),
      c_proj: projection(4 * nEmbd, nEmbd, added, bias),
    },
  });
  return {
    wte: table(vocabSize),
    ...(positions === 'learned' ? { wpe: table(blockSize) } : {}),
    h: Array.from({ length: nLayer }, block),
    ln_f: norm(nEmbd, bias),
  };
}

/** What dropout does to a tensor: nothing, but in training. */
export type Drop = (x: Tensor) => Tensor;
const keep: Drop = (x) => x;

/** Where queries and keys come from and what they see: the whole window at once, or a cache of earlier positions. */
export type Attention = (block: Block['attn'], x: Tensor, layer: number) => Tensor;

/** x after all blocks and the last normalisation, and from it the logits: [batch, positions, channels] -> [.., tokens] */
export function logitsFrom(
  config: NetworkConfig,
  network: Network,
  embedded: Tensor,
  attention: Attention,
  drop: Drop = keep,
): Tensor {
  let x = embedded;
  for (const [layer, block] of network.h.entries()) {
    const heard = attention(block.attn, applyNorm(block.ln_1, x), layer); // [batch, positions, channels]
    x = x.add(drop(applyProjection(block.attn.c_proj, heard)));
    const wide = gelu(applyProjection(block.mlp.c_fc, applyNorm(block.ln_2, x)), config.gelu); // [.., 4 channels]
    x = x.add(drop(applyProjection(block.mlp.c_proj, wide)));
  }
  return matmul(applyNorm(network.ln_f, x), transpose(network.wte.weight)) as Tensor;
}

/** Logits of the token after each position of windows: tokens [batch, positions] -> [batch, positions, vocabulary] */
export function logits(config: NetworkConfig, network: Network, tokens: Tensor, drop: Drop = keep): Tensor {
  const [, positions] = tokens.shape;
  const { nHead, nEmbd } = config;
  const seen = notLater(positions);
  const angles: Angles | undefined =
    config.positions === 'rotary'
      ? anglesAt(
          Float64Array.from({ length: positions }, (_, i) => i),
          nEmbd / nHead,
        )
      : undefined;
  const words = embedding(network.wte.weight, tokens) as Tensor; // [batch, positions, channels]
  const placed = network.wpe === undefined ? words : words.add(network.wpe.weight.slice([0, positions]));
  return logitsFrom(
    config,
    network,
    drop(placed),
    (attn, x) => attend(headsOf(attn, x, nHead, angles), seen, drop),
    drop,
  );
}
