// The steps of a pipeline, each a plain function over the candidates.
import {
  type Candidates,
  keepAbove,
  keepBest,
  LARGEST_SINGLE,
  largestOf,
  placeOf,
  weigh,
} from './candidates.ts';

/** Counts of tokens: how often each is in the history. */
export type Counts = ReadonlyMap<number, number>;

/** Changes the logit of one token, given as it stands after the steps so far. Rounds to single precision. */
function adjust(c: Candidates, token: number, change: (logit: number) => number): void {
  const place = placeOf(c, token);
  if (place < 0) return;
  const at = (c.values >> 2) + place;
  // A temperature that came first has not been multiplied in: do so for the change.
  const changed = change(c.m.f32[at] * c.inverse) / c.inverse;
  // An overflow is no mask.
  const finite = changed === Number.NEGATIVE_INFINITY ? changed : Math.max(changed, -LARGEST_SINGLE);
  c.m.f32[at] = Math.min(finite, LARGEST_SINGLE);
  c.largest = undefined;
}

/** Adds to single logits; -Infinity forbids a token. */
export function logitBias(c: Candidates, bias: Counts): void {
  for (const [token, value] of bias) adjust(c, token, (logit) => logit + value);
}

/**
 * Divides positive logits of seen tokens and multiplies the others.
 * Source: Keskar, McCann, Varshney, Xiong and Socher, "CTRL" (2019), section 4.1, with the cure for negative logits
 * that all three engines have.
 */
export function repetitionPenalty(c: Candidates, seen: Counts, penalty: number): void {
  for (const token of seen.keys())
    adjust(c, token, (logit) => (logit > 0 ? logit / penalty : logit * penalty));
}

/** Subtracts `penalty` for each time that a token was put out. */
export function frequencyPenalty(c: Candidates, output: Counts, penalty: number): void {
  for (const [token, count] of output) adjust(c, token, (logit) => logit - count * penalty);
}

/** Subtracts `penalty` from tokens that were put out. */
export function presencePenalty(c: Candidates, output: Counts, penalty: number): void {
  for (const token of output.keys()) adjust(c, token, (logit) => logit - penalty);
}

/** Divides the logits; 0 keeps the largest alone. */
export function temperature(c: Candidates, value: number): void {
  if (value === 0) topK(c, 1);
  // 1 / value may overflow, and is cut to where no difference of two singles survives it.
  else c.inverse = Math.min(Math.max(c.inverse / value, 1e-300), 1e300);
}

/** Keeps the k largest logits. */
export function topK(c: Candidates, k: number): void {
  if (k >= c.count) return;
  const blocks = Math.ceil(c.count / 128);
  largestOf(c);
  if (c.dense === 1 && k <= blocks) {
    // The k largest are all at least the k-th largest of the blocks' maxima: most blocks need no look.
    const { kernels, i32, f32 } = c.m;
    const order = kernels.selectBest(c.maxima, 0, blocks, k, c.histogram, c.ties);
    i32[c.ties >> 2] = order < 0 ? -order | 0x80000000 : order;
    keepAbove(c, f32[c.ties >> 2]);
  }
  if (k < c.count) keepBest(c, c.values, 0, k);
}

/**
 * Keeps the fewest largest logits with a total probability of at least p.
 * Source: Holtzman, Buys, Du, Forbes and Choi, "The curious case of neural text degeneration" (2020).
 */
export function topP(c: Candidates, p: number): void {
  const total = weigh(c);
  if (c.count > 256) {
    // All tokens less probable than (1 - p) / count together have less than 1 - p: the nucleus is above them.
    const least = c.m.kernels.log((0.999 * (1 - p) * total) / c.count);
    keepAbove(c, largestOf(c) + least / c.inverse, c.weights);
  }
  keepBest(c, c.values, c.weights, p * total);
}

/**
 * Keeps tokens with at least `p` times the largest probability.
 * Source: Nguyen, Baker, Neo, Roush, Kirsch and Shwartz-Ziv, "Turning up the heat: min-p sampling" (2024).
 */
export function minP(c: Candidates, p: number): void {
  keepAbove(c, largestOf(c) + c.m.kernels.log(p) / c.inverse);
}

/** Keeps tokens whose information is nearest to the entropy, with a total probability of at least p. */
export function typicalP(c: Candidates, p: number): void {
  const total = weigh(c);
  c.m.kernels.typicalScores(c.values, c.weights, c.count, largestOf(c), c.inverse, total, c.scores);
  keepBest(c, c.scores, c.weights, p * total);
  c.largest = undefined; // the most probable token may be gone
}
