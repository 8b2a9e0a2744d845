// Laws of the draws that occupy one word: orders, ordered choices, races.
import { backends, testKey } from '../backends';
import { discrete, type Verdict } from './battery';

const { simd } = backends;

/** Rank of an ordered choice of k from n, in 0 .. n!/(n-k)! - 1. */
export function rank(order: ArrayLike<number>, n: number): number {
  let code = 0;
  const left = Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < order.length; i++) {
    const at = left.indexOf(order[i]);
    if (at < 0) return -1;
    code = code * left.length + at;
    left.splice(at, 1);
  }
  return code;
}

/** Ordered choices of k from n, all equally likely. */
export function evenRanks(n: number, k: number): number[] {
  let cells = 1;
  for (let i = 0; i < k; i++) cells *= n - i;
  return Array.from({ length: cells }, () => 1 / cells);
}

export function shuffles(seed: number, draws: number): Verdict[] {
  const source = simd.source('chacha8', testKey(seed));
  const at = simd.scratch >> 2;
  const codes = new Float64Array(draws);
  for (let i = 0; i < draws; i++) {
    for (let j = 0; j < 5; j++) simd.i32[at + j] = j;
    simd.kernels.shuffle(source, i, 5, simd.scratch);
    codes[i] = rank(simd.i32.subarray(at, at + 5), 5);
  }
  return discrete(codes, evenRanks(5, 5));
}

export function choices(seed: number, draws: number): Verdict[] {
  const source = simd.source('chacha8', testKey(seed));
  const at = simd.scratch >> 2;
  const codes = new Float64Array(draws);
  for (let i = 0; i < draws; i++) {
    simd.kernels.choose(source, i, 7, 3, simd.scratch + 4096, simd.scratch);
    codes[i] = rank(simd.i32.subarray(at, at + 3), 7);
  }
  return discrete(codes, evenRanks(7, 3));
}

/** One large logit and 64 that are 11.5 below it: the tail of the noise decides. */
export const raceLogits: number[] = [0, ...Array.from({ length: 64 }, () => -11.5)];
export const raceLaw: number[] = ((z) => [1 / z, 1 - 1 / z])(1 + 64 * Math.exp(-11.5));

export function races(seed: number, draws: number): Verdict[] {
  const source = simd.source('chacha8', testKey(seed));
  simd.f64.set(raceLogits, simd.scratch >> 3);
  simd.f64.set([0, 1, -1, 2.5, -Infinity], (simd.scratch + 4096) >> 3);
  const winners = new Float64Array(draws);
  const few = new Float64Array(draws);
  for (let i = 0; i < draws; i++) {
    winners[i] = Math.min(1, simd.kernels.drawFromLogits(source, i, simd.scratch, 0, 65, 0, -1, -Infinity));
    few[i] = simd.kernels.drawFromLogits(source, draws + i, simd.scratch + 4096, 0, 5, 0, -1, -Infinity);
  }
  const terms = [1, Math.E, 1 / Math.E, Math.exp(2.5), 0];
  const z = terms.reduce((sum, term) => sum + term, 0);
  return [
    ...discrete(winners, raceLaw),
    ...discrete(
      few,
      terms.map((term) => term / z),
    ),
  ];
}
