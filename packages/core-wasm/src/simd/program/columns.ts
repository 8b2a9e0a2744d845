// @ts-nocheck: AssemblyScript
// Columns side by side, in pairs. Twin of kernels/program/columns.ts.

import { LEAST_OF, PRODUCT_OF, SUM_OF } from '../../kernels/program/opcodes';
import { TILE } from '../../platform/scratch';
import { pair, promote } from './lanes';

/** Singles as doubles: behind the lanes, which are the first 4 kB of TILE. */
const RUN: usize = TILE + 4096;

/** The larger of two of each, with the given signs turned. */
// @ts-ignore: decorator
@inline function larger(a: v128, b: v128, signs: v128): v128 {
  return v128.xor(f64x2.max(v128.xor(a, signs), v128.xor(b, signs)), signs);
}

/** Folds element i at `x` into the double values[i], i < n <= 512. */
export function foldInto(kind: i32, values: usize, x: usize, n: i32, single: i32): void {
  if (single) {
    promote(x, n, RUN);
    x = RUN;
  }
  const signs = i64x2.splat(kind == LEAST_OF ? i64.MIN_VALUE : 0);
  const end = values + (<usize>n << 3);
  if (kind == SUM_OF) {
    for (; values + 24 < end; values += 32, x += 32) {
      v128.store(values, f64x2.add(v128.load(values), v128.load(x)));
      v128.store(values, f64x2.add(v128.load(values, 16), v128.load(x, 16)), 16);
    }
  } else if (kind == PRODUCT_OF) {
    for (; values + 8 < end; values += 16, x += 16) v128.store(values, f64x2.mul(v128.load(values), v128.load(x)));
  } else {
    for (; values + 8 < end; values += 16, x += 16) v128.store(values, larger(v128.load(values), v128.load(x), signs));
  }
  // What is left: one element, or of sums up to three.
  for (; values < end; values += 8, x += 8) {
    const a = v128.load64_zero(values), b = v128.load64_zero(x);
    v128.store64_lane(values, kind == SUM_OF ? f64x2.add(a, b) : kind == PRODUCT_OF ? f64x2.mul(a, b) : larger(a, b, signs), 0);
  }
}

/** Sixteen columns at a time: a line of the cache in singles. */
// @ts-ignore: decorator
@inline function sums<T>(values: usize, x: usize, step: usize, rows: i32, n: i32): void {
  const zero = f64x2.splat(0), half: usize = 8 * sizeof<T>();
  for (; n >= 16; n -= 16, values += 128, x += 2 * half) {
    let a = zero, b = zero, c = zero, d = zero, e = zero, f = zero, g = zero, h = zero;
    let at = x;
    for (let r = rows; r > 0; r--, at += step) {
      a = f64x2.add(a, pair<T>(at, 0));
      b = f64x2.add(b, pair<T>(at, 2));
      c = f64x2.add(c, pair<T>(at, 4));
      d = f64x2.add(d, pair<T>(at, 6));
      e = f64x2.add(e, pair<T>(at + half, 0));
      f = f64x2.add(f, pair<T>(at + half, 2));
      g = f64x2.add(g, pair<T>(at + half, 4));
      h = f64x2.add(h, pair<T>(at + half, 6));
    }
    v128.store(values, a); v128.store(values, b, 16); v128.store(values, c, 32); v128.store(values, d, 48);
    v128.store(values, e, 64); v128.store(values, f, 80); v128.store(values, g, 96); v128.store(values, h, 112);
  }
  for (; n > 0; n -= 2, values += 16, x += 2 * sizeof<T>()) {
    let a = zero;
    let at = x;
    for (let r = rows; r > 0; r--, at += step) a = f64x2.add(a, pair<T>(at, 0));
    v128.store(values, a);
  }
}

/** values[j] = the sum of x[j + r * step] over r < rows, j < n; writes one double more, of an odd n. */
export function sumInto(values: usize, x: usize, step: i32, rows: i32, n: i32, single: i32): void {
  if (single) sums<f32>(values, x, step << 2, rows, n);
  else sums<f64>(values, x, step << 3, rows, n);
}

/** Combines 8 lanes of c columns, lane by lane at `lanes`, by the rule of reduce/block.ts; reads one double more. */
export function combineColumns(lanes: usize, c: i32, out: usize): void {
  const lane: usize = c << 3;
  for (; c > 0; c -= 2) {
    const even = f64x2.add(
      f64x2.add(v128.load(lanes), v128.load(lanes + 4 * lane)),
      f64x2.add(v128.load(lanes + 2 * lane), v128.load(lanes + 6 * lane)));
    const odd = f64x2.add(
      f64x2.add(v128.load(lanes + lane), v128.load(lanes + 5 * lane)),
      f64x2.add(v128.load(lanes + 3 * lane), v128.load(lanes + 7 * lane)));
    const both = f64x2.add(even, odd);
    if (c == 1) v128.store64_lane(out, both, 0);
    else v128.store(out, both);
    lanes += 16;
    out += 16;
  }
}
