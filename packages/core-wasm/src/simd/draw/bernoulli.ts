// @ts-nocheck: AssemblyScript
// Bernoulli draws, four at a time. Twin of kernels/draw/bernoulli.ts.

import { coverWords } from '../rng/words';
import { bernoulliTie, fillBernoulli as portableFill } from './bernoulli.portable';

/** Fills `out` with n words, each 0 or 1; element i is made of word position + i. */
export function fillBernoulli(source: usize, position: f64, n: i32, p: f64, out: usize): void {
  const digits = floor(p * 4294967296.0);
  const threshold = <i32><u32>digits;
  const thresholds = i32x4.splat(threshold);
  while (n > 3 && p < 1.0) {
    const count = min(n, 2048) & -4;
    const tile = coverWords(source, position, count);
    const bytes = <usize>count << 2;
    let ties = i32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      const bits = v128.load(tile + i);
      v128.store(out + i, i32x4.shr_u(i32x4.lt_u(bits, thresholds), 31));
      ties = v128.or(ties, i32x4.eq(bits, thresholds));
    }
    // One word in 2^32 ties. Looked for behind the loop: a call in it costs 0.9 ns a draw, taken or not.
    if (v128.any_true(ties)) {
      for (let i: usize = 0; i < bytes; i += 4) {
        if (load<i32>(tile + i) === threshold) {
          store<i32>(out + i, bernoulliTie(source, position + <f64>(i >>> 2), p * 4294967296.0 - digits));
        }
      }
    }
    n -= count;
    position += <f64>count;
    out += bytes;
  }
  if (n > 0) portableFill(source, position, n, p, out);
}
