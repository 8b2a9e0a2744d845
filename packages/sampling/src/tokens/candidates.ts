// The state that steps work on: the tokens still in play and their logits, in the machine.
import { type Machine, machine } from '@stokast/core-wasm';

/** The largest finite single. */
export const LARGEST_SINGLE: number = 3.4028234663852886e38;

/** Where a machine keeps the lists of one vocabulary size; contents last for one call. */
interface Workspace {
  readonly size: number;
  readonly block: number;
}

const workspaces = /* @__PURE__ */ new WeakMap<Machine, Workspace>();

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** The tokens still in play. Addresses are in `m`; `count` tokens in ascending order. */
export interface Candidates {
  readonly m: Machine;
  /** Logits, singles. */
  readonly values: number;
  /** Their tokens, words; not yet written while `dense`. */
  readonly tokens: number;
  /** Room for one single a token: scores to select by. */
  readonly scores: number;
  /** Room for one double a token. */
  readonly weights: number;
  /** Largest logit of each block of 128, while `dense` and once `largest` is known. */
  readonly maxima: number;
  readonly histogram: number;
  readonly ties: number;
  count: number;
  /** 1 while token i is element i. */
  dense: 0 | 1;
  /** Largest logit in play; undefined when it has to be found again. */
  largest: number | undefined;
  /** 1 / temperature, by which the logits are yet to be multiplied. */
  inverse: number;
}

/** Copies `logits` into the machine: all tokens in play. Memory is kept between calls, for the largest size seen. */
export function candidatesOf(logits: Float32Array): Candidates {
  const m = machine();
  const { length } = logits;
  let space = workspaces.get(m);
  if (!space || space.size < length) {
    // Nothing is kept if the larger block cannot be had, and the old one is free to become part of it.
    workspaces.delete(m);
    if (space) m.release(space.block);
    space = { size: length, block: m.reserve(bytesOf(length)) };
    workspaces.set(m, space);
  }
  const { size, block } = space;
  const four = align(4 * size);
  m.f32.set(logits, block >> 2);
  return {
    m,
    values: block,
    tokens: block + four,
    scores: block + 2 * four,
    weights: block + 3 * four,
    maxima: block + 3 * four + align(8 * size),
    histogram: block + bytesOf(size) - HISTOGRAM - 64,
    ties: block + bytesOf(size) - 64,
    count: length,
    dense: 1,
    largest: undefined,
    inverse: 1,
  };
}

const HISTOGRAM = 2048 * 8;
const bytesOf = (size: number): number =>
  3 * align(4 * size) + align(8 * size) + align(4 * Math.ceil(size / 128)) + HISTOGRAM + 64;

/** The largest logit in play: NaN when one is NaN, -Infinity when none is left. */
export function largestOf(c: Candidates): number {
  const largest = c.largest ?? c.m.kernels.tokenMaxima(c.values, c.count, c.maxima);
  c.largest = largest;
  return largest;
}

/** Writes the weights of the candidates and returns their sum. */
export function weigh(c: Candidates): number {
  return c.m.kernels.tokenWeights(c.values, c.count, largestOf(c), c.inverse, c.weights);
}

/** Keeps the best-scored candidates until their weights (or, without weights, their number) reach `target`. */
export function keepBest(c: Candidates, scores: number, weights: number, target: number): void {
  const { kernels, i32 } = c.m;
  const order = kernels.selectBest(scores, weights, c.count, target, c.histogram, c.ties);
  c.count = kernels.keepBest(scores, c.values, c.tokens, c.count, c.dense, order, i32[c.ties >> 2]);
  c.dense = 0;
}

/** Keeps the candidates with a logit of at least `least`, and their `weights` if given; -Infinity is never kept. */
export function keepAbove(c: Candidates, least: number, weights = 0): void {
  largestOf(c);
  const bar = Math.max(least, -LARGEST_SINGLE);
  c.count = c.m.kernels.keepAbove(c.values, c.tokens, c.count, c.dense, c.maxima, weights, bar);
  c.dense = 0;
}

/** Place of `token` in the list, or -1. */
export function placeOf(c: Candidates, token: number): number {
  if (c.dense === 1) return token < c.count ? token : -1;
  const { i32 } = c.m;
  const first = c.tokens >> 2;
  let low = 0;
  let high = c.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (i32[first + middle] < token) low = middle + 1;
    else high = middle;
  }
  return low < c.count && i32[first + low] === token ? low : -1;
}

/** The token at a place of the list. */
export function tokenAt(c: Candidates, place: number): number {
  return c.dense === 1 ? place : c.m.i32[(c.tokens >> 2) + place];
}
