// @ts-nocheck: AssemblyScript
// Bounded integers, four at a time. Twin of kernels/draw/below.ts.

import { coverWords } from '../rng/words';
import { belowRare, fillBelow as portableFill } from './below.portable';

export { belowRare, fillBelow53 } from './below.portable';

/** Fills `out` with n words in [0, bound), bound in 1 .. 2^32 as a word (0 is 2^32); element i is made of word position + i. */
export function fillBelow(source: usize, position: f64, n: i32, bound: i32, out: usize): void {
  const biased = bound === 0 ? 0 : <i32>(<u32>(-bound) % <u32>bound);
  const bounds = i32x4.splat(bound), limit = i32x4.splat(biased);
  while (n > 3 && bound !== 0) {
    const count = min(n, 2048) & -4;
    const tile = coverWords(source, position, count);
    for (let i: usize = 0; i < <usize>count << 2; i += 16) {
      const bits = v128.load(tile + i);
      const p = i64x2.extmul_low_i32x4_u(bits, bounds), q = i64x2.extmul_high_i32x4_u(bits, bounds);
      v128.store(out + i, v128.shuffle<i32>(p, q, 1, 3, 5, 7));
      let redraw = i32x4.bitmask(i32x4.lt_u(v128.shuffle<i32>(p, q, 0, 2, 4, 6), limit));
      while (redraw) {
        const lane = ctz(redraw);
        store<i32>(out + i + (<usize>lane << 2), belowRare(source, position + <f64>(i >>> 2) + <f64>lane, bound, biased));
        redraw &= redraw - 1;
      }
    }
    n -= count;
    position += <f64>count;
    out += <usize>count << 2;
  }
  if (n > 0) portableFill(source, position, n, bound, out);
}
