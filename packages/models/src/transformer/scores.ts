// The probability of every token of a text, windows side by side.
import { categoricalLogitLogProb, f32, type Stateful, stateful, type Tensor } from '@stokast/autodiff';
import { mapWeights, type Weights } from '../train/parameters.ts';
import type { NetworkConfig } from './config.ts';
import { windowsOf } from './context.ts';
import { logits, type Network, networkWeights } from './network.ts';

/** Tokens that are worked on at a time. */
const TOKENS = 1024;

type Scorer = Stateful<unknown, unknown, [Float32Array, Float32Array], Float32Array>;

/** log p of tokens under a network, compiled when it is first asked. */
export class Scores {
  private readonly config: NetworkConfig;
  private readonly weights: Weights;
  private readonly rows: number;
  private scorer: Scorer | undefined;

  constructor(config: NetworkConfig, weights: Weights) {
    this.config = config;
    this.weights = weights;
    this.rows = Math.max(1, Math.floor(TOKENS / config.blockSize));
  }

  /** The network's weights stay in the machine: they are the state of a program that does not change it. */
  private compiled(): Scorer {
    if (this.scorer) return this.scorer;
    const { config, weights, rows } = this;
    const tree = networkWeights(config);
    const windows = f32(rows, config.blockSize);
    const scorer = stateful(
      (network: Network, tokens: Tensor, next: Tensor) => [
        network,
        categoricalLogitLogProb(next, logits(config, network, tokens)),
      ],
      [mapWeights(tree, (_, { shape }) => f32(...shape)), windows, windows] as never,
    ) as unknown as Scorer;
    scorer.load(mapWeights(tree, (name) => weights.get(name)));
    this.scorer = scorer;
    return scorer;
  }

  /** log p(ids[i] | the tokens before it in its window) for each i >= 1; ids[0] is given. */
  of(ids: ArrayLike<number>, stride: number): Float64Array {
    const { rows } = this;
    const { blockSize } = this.config;
    const out = new Float64Array(Math.max(0, ids.length - 1));
    const windows = windowsOf(out.length, blockSize, stride);
    const [tokens, next] = [new Float32Array(rows * blockSize), new Float32Array(rows * blockSize)];
    for (let first = 0; first < windows.length; first += rows) {
      const some = windows.slice(first, first + rows);
      // What lies behind the end of a text is not looked at by what lies before it.
      tokens.fill(0);
      next.fill(0);
      for (const [row, { start, to }] of some.entries()) {
        for (let i = 0; i < to; i++) {
          tokens[row * blockSize + i] = ids[start + i];
          next[row * blockSize + i] = ids[start + i + 1];
        }
      }
      const scores = this.compiled().step(tokens, next);
      for (const [row, { start, from, to }] of some.entries())
        for (let i = from; i < to; i++) out[start + i] = scores[row * blockSize + i];
    }
    return out;
  }
}
