// A uniformly random order, and a choice without replacement in uniformly random order.
// Each is one draw: it occupies one word of the cursor and takes its integers from private words.
// Trusts: n < 2^31; a choice has 0 <= k <= n and `chooseBytes(k)` bytes of table.
// Source: Fisher and Yates, in place: Durstenfeld, "Algorithm 235" (1964). A choice does the first k steps of it on
// 0 .. n - 1 and keeps only the places that differ, in a hash table with open addressing.

import { clz, i32s, imul } from '../../platform/platform';
import { nextBelow, restart } from './private-words';

/** Puts the n words at `array` in random order. */
export function shuffle(source: usize, position: f64, n: i32, array: usize): void {
  const words = i32s();
  const a = (array >>> 2) as i32;
  restart();
  for (let i: i32 = n - 1; i > 0; i--) {
    const j = nextBelow(source, position, i + 1, i);
    const kept = words[a + i];
    words[a + i] = words[a + j];
    words[a + j] = kept;
  }
}

/** log2 of the places in a choice's table: at least twice k. */
function placesLog2(k: i32): i32 {
  return k < 2 ? 2 : 33 - clz(k - 1);
}

/** Bytes of the table that a choice of k needs, for k up to 2^26. */
export function chooseBytes(k: i32): i32 {
  return 8 << placesLog2(k);
}

/** Where in the table (pairs of number, value) `number` is, or the empty pair where it belongs. */
function placeOf(table: i32, log2: i32, number: i32): i32 {
  const words = i32s();
  const mask: i32 = (1 << log2) - 1;
  let place: i32 = (imul(number, 0x9e3779b1 | 0) >>> (32 - log2)) | 0;
  while (words[table + (place << 1)] !== -1 && words[table + (place << 1)] !== number)
    place = (place + 1) & mask;
  return table + (place << 1);
}

/** Writes k different words of 0 .. n - 1 to `out`, every ordered choice equally likely. */
export function choose(source: usize, position: f64, n: i32, k: i32, table: usize, out: usize): void {
  const words = i32s();
  const to = (out >>> 2) as i32;
  const t = (table >>> 2) as i32;
  const log2 = placesLog2(k);
  for (let i: i32 = 0; i < 2 << log2; i += 2) words[t + i] = -1;
  restart();
  for (let i: i32 = 0; i < k; i++) {
    const j: i32 = i + nextBelow(source, position, n - i, k - i);
    const at = placeOf(t, log2, j);
    words[to + i] = words[at] === -1 ? j : words[at + 1];
    // Place j gets what place i holds; place i is never looked at again.
    const mine = placeOf(t, log2, i);
    const held: i32 = words[mine] === -1 ? i : words[mine + 1];
    words[at] = j;
    words[at + 1] = held;
  }
}
