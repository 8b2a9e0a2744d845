// @ts-nocheck: AssemblyScript
// Categorical draws without a branch on the coin. Twin of kernels/draw/alias.ts.

import { coverWords } from '../rng/words';
import { columnOf } from './alias.portable';

export { aliasBytes, buildAlias, columnOf } from './alias.portable';

/** Fills `out` with n column numbers of the table; element i is made of words position + 2i and the next. */
export function fillCategorical(source: usize, position: f64, n: i32, table: usize, k: i32, out: usize): void {
  const biased = <u32>(-k) % <u32>k;
  while (n > 0) {
    const count = min(n, 1024);
    const tile = coverWords(source, position, count << 1);
    for (let i: usize = 0; i < <usize>count; i++) {
      const word = load<u32>(tile + (i << 3)), coin = load<u32>(tile + (i << 3), 4);
      const product = <u64>word * <u64><u32>k;
      const chosen = <u32>(product >>> 32);
      const column = load<u64>(table + (<usize>chosen << 3));
      const threshold = <u32>column;
      let result = select<i32>(chosen, <i32>(column >>> 32), coin < threshold);
      if (i32(<u32>product < biased) | i32(coin === threshold)) result = columnOf(source, position + <f64>(i << 1), word, coin, table, k, biased);
      store<i32>(out + (i << 2), result);
    }
    n -= count;
    position += 2048.0;
    out += <usize>count << 2;
  }
}
