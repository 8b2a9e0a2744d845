// One token after the other, with the keys and values of those before it in a cache.
import {
  cast,
  embedding,
  equal,
  f32,
  lessEqual,
  reshape,
  type Stateful,
  softmax,
  stateful,
  type Tensor,
  where,
} from '@stokast/autodiff';
import { attend, headsOf } from '../layers/attention.ts';
import { anglesAt } from '../layers/rotary.ts';
import { mapWeights, type Weights } from '../train/parameters.ts';
import type { NetworkConfig } from './config.ts';
import { windowStart } from './context.ts';
import { logitsFrom, type Network, networkWeights } from './network.ts';

/** What comes next: logits as singles, probabilities as doubles that add up to 1. */
export interface Next {
  readonly logits: Float32Array;
  readonly probabilities: Float64Array;
}

interface State {
  readonly network: Network;
  /** Of each layer, [1, heads, positions, size]: shapes are static, so all positions have their place from the start. */
  readonly keys: readonly Tensor[];
  readonly values: readonly Tensor[];
}
type Step = Stateful<unknown, unknown, [token: number, position: number], Next>;

/** One step of the network: the token at a position, after those before it have been read. */
function step(config: NetworkConfig, state: State, token: Tensor, position: Tensor): [State, object] {
  const { nHead, nEmbd, blockSize } = config;
  const { network } = state;
  const places = Float64Array.from({ length: blockSize }, (_, i) => i);
  const here = reshape(cast(equal(places, position), 'f32'), [blockSize, 1]);
  const seen = reshape(cast(lessEqual(places, position), 'f32'), [1, blockSize]);
  const at = reshape(position, [1]);
  const angles = config.positions === 'rotary' ? anglesAt(at, nEmbd / nHead) : undefined;
  const keys: Tensor[] = [];
  const values: Tensor[] = [];
  const word = embedding(network.wte.weight, reshape(token, [1, 1])) as Tensor; // [1, 1, channels]
  const placed = network.wpe === undefined ? word : word.add(embedding(network.wpe.weight, at));
  const logits = logitsFrom(config, network, placed, (attn, x, layer) => {
    const [query, key, value] = headsOf(attn, x, nHead, angles); // [1, heads, 1, size]
    keys.push(where(here, key, state.keys[layer]) as Tensor);
    values.push(where(here, value, state.values[layer]) as Tensor);
    return attend([query, keys[layer], values[layer]], seen, (weights) => weights);
  });
  const last = reshape(logits, [config.vocabSize]);
  return [
    { network, keys, values },
    { logits: last, probabilities: softmax(cast(last, 'f64')) },
  ];
}

/**
 * Reads a text from its start token on, and tells what comes next. What it tells depends on the text alone: the cache
 * is only where the tokens are that it has read, and it starts anew where a text does not go on from them.
 */
export class Decoder {
  private readonly config: NetworkConfig;
  private readonly weights: Weights;
  private stepper: Step | undefined;
  private held: number[] = [];
  private last: Next | undefined;

  constructor(config: NetworkConfig, weights: Weights) {
    this.config = config;
    this.weights = weights;
  }

  private compiled(): Step {
    if (this.stepper) return this.stepper;
    const { config, weights } = this;
    const tree = networkWeights(config);
    const { nLayer, nHead, nEmbd, blockSize } = config;
    const size = nEmbd / nHead;
    const cache = Array.from({ length: nLayer }, () => f32(1, nHead, blockSize, size));
    const network = mapWeights(tree, (_, { shape }) => f32(...shape));
    const stepper = stateful(
      (state: State, token: Tensor, position: Tensor) => step(config, state, token, position),
      [{ network, keys: cache, values: cache }, [], []] as never,
    ) as unknown as Step;
    const zeros = cache.map(() => new Float32Array(nEmbd * blockSize));
    stepper.load({ network: mapWeights(tree, (name) => weights.get(name)), keys: zeros, values: zeros });
    this.stepper = stepper;
    return stepper;
  }

  /** What comes after tokens, the start token being the first of them. The arrays are its own, until the next call. */
  after(tokens: readonly number[]): Next {
    const { blockSize } = this.config;
    const start = windowStart(tokens.length, blockSize, strideOf(blockSize));
    const count = tokens.length - start;
    const { held } = this;
    let same = 0;
    while (same < count && same < held.length && held[same] === tokens[start + same]) same++;
    if (same === count && same === held.length && this.last) return this.last;
    // The last token is read again where the cache has more than it: what it gave was not kept.
    same = Math.min(same, count - 1);
    held.length = same;
    for (let i = same; i < count; i++) {
      this.last = this.compiled().step(tokens[start + i], i);
      held.push(tokens[start + i]);
    }
    return this.last as Next;
  }
}

/** How far windows move on where nothing else is said: half their size. */
export const strideOf = (blockSize: number): number => Math.ceil(blockSize / 2);
