// @ts-nocheck: AssemblyScript
// Bernoulli draws, four at a time. Twin of kernels/draw/bernoulli.ts.

import { coverWords } from '../rng/words';
import { bernoulliTie, fillBernoulli as portableFill } from './bernoulli.portable';

/** Fills `out` with n words, each 0 or 1; element i is made of word position + i. */
export function fillBernoulli(source: usize, position: f64, n: i32, p: f64, out: usize): void {
  const digits = floor(p * 4294967296.0);
  const thresholds = i32x4.splat(<i32><u32>digits);
  while (n > 3 && p < 1.0) {
    const count = min(n, 2048) & -4;
    const tile = coverWords(source, position, count);
    for (let i: usize = 0; i < <usize>count << 2; i += 16) {
      const bits = v128.load(tile + i);
      v128.store(out + i, i32x4.shr_u(i32x4.lt_u(bits, thresholds), 31));
      let ties = i32x4.bitmask(i32x4.eq(bits, thresholds));
      while (ties) {
        const lane = ctz(ties);
        store<i32>(out + i + (<usize>lane << 2), bernoulliTie(source, position + <f64>(i >>> 2) + <f64>lane, p * 4294967296.0 - digits));
        ties &= ties - 1;
      }
    }
    n -= count;
    position += <f64>count;
    out += <usize>count << 2;
  }
  if (n > 0) portableFill(source, position, n, p, out);
}
