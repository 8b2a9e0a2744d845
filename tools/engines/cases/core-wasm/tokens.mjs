// Truncation of token distributions.
import { on, words } from './machine.mjs';

const n = 5000;
// With ties, both zeros and masked tokens.
const logits = Float32Array.from(words(n, 12), (word, i) => (i % 11 === 3 ? -Infinity : (word >> 24) / 8));

/** Calls `work` with the kernels and addresses of the lists. */
const lists = (work) => () =>
  on((k, tools) => {
    const at = {
      values: tools.put(logits),
      tokens: tools.room(4 * n),
      maxima: tools.room(4 * Math.ceil(n / 128)),
      weights: tools.room(8 * n),
      work: tools.room(2048 * 8),
      ties: tools.room(8),
    };
    return work(k, at, tools);
  });

export const cases = {
  tokenMaxima: lists((k, at, { f32 }) => [
    k.tokenMaxima(at.values, n, at.maxima),
    f32(at.maxima, Math.ceil(n / 128)),
  ]),
  'tokenWeights, pickWeighted': lists((k, at, { f64 }) => {
    const largest = k.tokenMaxima(at.values, n, at.maxima);
    const total = k.tokenWeights(at.values, n, largest, 0.7, at.weights);
    const picks = [0, 0.1, 0.5, 0.999, 1].map((u) => k.pickWeighted(at.weights, n, u * total));
    return [total, f64(at.weights, n), picks];
  }),
  'selectBest, keepBest': lists((k, at, { i32, f32 }) => {
    const order = k.selectBest(at.values, 0, n, 50, at.work, at.ties);
    const ties = i32(at.ties, 1)[0];
    const kept = k.keepBest(at.values, at.values, at.tokens, n, 1, order, ties);
    return [order, ties, kept, i32(at.tokens, kept), f32(at.values, kept)];
  }),
  keepAbove: lists((k, at, { i32, f32 }) => {
    k.tokenMaxima(at.values, n, at.maxima);
    const kept = k.keepAbove(at.values, at.tokens, n, 1, at.maxima, 0, 7);
    return [kept, i32(at.tokens, kept), f32(at.values, kept)];
  }),
  typicalScores: lists((k, at, { f32 }) => {
    const largest = k.tokenMaxima(at.values, n, at.maxima);
    const total = k.tokenWeights(at.values, n, largest, 1, at.weights);
    k.typicalScores(at.values, at.weights, n, largest, 1, total, at.work);
    return f32(at.work, 2048);
  }),
};
