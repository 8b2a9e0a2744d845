// The slow, readable form of the pipeline: a full sort at every step. The oracle of src/tokens.
import type { TokenSamplerOptions, TokenStep } from '../../src/index.ts';

interface Entry {
  token: number;
  logit: number;
}

/** What is left, and how close the nearest decision was to going the other way (0 would be a coin's toss). */
export interface Outcome {
  tokens: number[];
  logProbs: number[];
  margin: number;
}

const clamp = (x: number): number =>
  x === -Infinity ? x : Math.fround(Math.min(Math.max(x, -3.4028234663852886e38), 3.4028234663852886e38));

/** Runs the steps of `order` that `options` has. */
export function reference(
  logits: Float32Array,
  options: TokenSamplerOptions,
  order: readonly TokenStep[],
  prompt: readonly number[],
  output: readonly number[],
): Outcome {
  let list: Entry[] = Array.from(logits, (logit, token) => ({ token, logit }));
  let inverse = 1;
  let margin = Infinity;
  const counts = (tokens: readonly number[]): Map<number, number> => {
    const map = new Map<number, number>();
    for (const token of tokens) map.set(token, (map.get(token) ?? 0) + 1);
    return map;
  };
  const adjust = (which: Map<number, number>, change: (logit: number, count: number) => number): void => {
    for (const entry of list) {
      const count = which.get(entry.token);
      if (count !== undefined) entry.logit = clamp(change(entry.logit * inverse, count) / inverse);
    }
  };
  const largest = (): number => list.reduce((a, { logit }) => Math.max(a, logit), -Infinity);
  const scaled = (): number[] => {
    const top = largest();
    return list.map(({ logit }) => (logit - top) * inverse);
  };
  /** Keeps the best by score until their weights reach the share. */
  const keep = (scores: number[], weights: number[], share: number, blur: number): void => {
    const total = weights.reduce((a, b) => a + b, 0);
    const sorted = list
      .map((_, i) => i)
      .sort((a, b) => scores[b] - scores[a] || list[a].token - list[b].token);
    let reached = 0;
    let n = 0;
    while (n < sorted.length && reached < share * total) {
      reached += weights[sorted[n]];
      n++;
      margin = Math.min(margin, Math.abs(reached - share * total) / total);
    }
    const next = sorted[n];
    const last = scores[sorted[n - 1]];
    if (next !== undefined && blur > 0 && scores[next] !== last) {
      margin = Math.min(margin, (last - scores[next]) * blur);
    }
    const kept = new Set(sorted.slice(0, n));
    list = list.filter((_, i) => kept.has(i));
  };
  for (const step of order) {
    const value = options[step as Exclude<TokenStep, 'logitBias'>];
    if (step === 'logitBias') {
      const bias = new Map(Object.entries(options.logitBias ?? {}).map(([k, v]) => [Number(k), v as number]));
      adjust(bias, (logit, amount) => logit + amount);
    } else if (value === undefined) {
      // The step is not set.
    } else if (step === 'repetitionPenalty') {
      adjust(counts([...prompt, ...output]), (logit) => (logit > 0 ? logit / value : logit * value));
    } else if (step === 'frequencyPenalty') {
      adjust(counts(output), (logit, count) => logit - count * value);
    } else if (step === 'presencePenalty') {
      adjust(counts(output), (logit) => logit - value);
    } else if (step === 'temperature' && value > 0) {
      inverse /= value;
    } else if (step === 'topK' || step === 'temperature') {
      const k = step === 'topK' ? value : 1;
      if (k > 0)
        keep(
          list.map(({ logit }) => logit),
          list.map(() => 1),
          k / list.length - 1e-9,
          0,
        );
    } else if (step === 'topP') {
      keep(
        list.map(({ logit }) => logit),
        scaled().map(Math.exp),
        value,
        0,
      );
    } else if (step === 'minP') {
      const t = scaled();
      const bar = Math.log(value);
      for (const x of t) if (value > 0) margin = Math.min(margin, Math.abs(x - bar) || Infinity);
      list = list.filter((_, i) => t[i] >= bar);
    } else if (step === 'typicalP') {
      const t = scaled();
      const weights = t.map(Math.exp);
      const total = weights.reduce((a, b) => a + b, 0);
      const mean = weights.reduce((sum, w, i) => (w === 0 ? sum : sum + w * t[i]), 0) / total;
      if (value < 1)
        keep(
          t.map((x) => Math.fround(-Math.abs(x - mean))),
          weights,
          value,
          1e-4,
        );
    }
  }
  list = list.filter(({ logit }) => logit > -Infinity);
  const t = scaled();
  const normaliser = Math.log(t.reduce((sum, x) => sum + Math.exp(x), 0));
  const sorted = list
    .map(({ token, logit }, i) => ({ token, logit, logProb: t[i] - normaliser }))
    .sort((a, b) => b.logit - a.logit || a.token - b.token);
  return {
    tokens: sorted.map(({ token }) => token),
    logProbs: sorted.map(({ logProb }) => logProb),
    margin,
  };
}
