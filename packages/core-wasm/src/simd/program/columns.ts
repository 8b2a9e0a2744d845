// @ts-nocheck: AssemblyScript
// Columns side by side, in pairs. Twin of kernels/program/columns.ts.

import { LEAST_OF, PRODUCT_OF, SUM_OF } from '../../kernels/program/opcodes';
import { combineColumns as portableCombine, foldInto as portableFold } from './columns.portable';
import { pair } from './lanes';

// @ts-ignore: decorator
@inline function fold<T>(kind: i32, values: usize, x: usize, n: i32): void {
  if (kind == SUM_OF) {
    for (; n >= 4; n -= 4) {
      v128.store(values, f64x2.add(v128.load(values), pair<T>(x, 0)));
      v128.store(values, f64x2.add(v128.load(values, 16), pair<T>(x, 2)), 16);
      values += 32;
      x += 4 * sizeof<T>();
    }
  } else if (kind == PRODUCT_OF) {
    for (; n >= 2; n -= 2) {
      v128.store(values, f64x2.mul(v128.load(values), pair<T>(x, 0)));
      values += 16;
      x += 2 * sizeof<T>();
    }
  } else {
    const signs = i64x2.splat(kind == LEAST_OF ? i64.MIN_VALUE : 0);
    for (; n >= 2; n -= 2) {
      const larger = f64x2.max(v128.xor(v128.load(values), signs), v128.xor(pair<T>(x, 0), signs));
      v128.store(values, v128.xor(larger, signs));
      values += 16;
      x += 2 * sizeof<T>();
    }
  }
  if (n > 0) portableFold(kind, values, x, n, sizeof<T>() == 4 ? 1 : 0);
}

/** Folds element i at `x` into the double values[i], i < n. */
export function foldInto(kind: i32, values: usize, x: usize, n: i32, single: i32): void {
  if (single) fold<f32>(kind, values, x, n);
  else fold<f64>(kind, values, x, n);
}

/** Combines 8 lanes of c columns, lane by lane at `lanes`, by the rule of reduce/block.ts. */
export function combineColumns(lanes: usize, c: i32, out: usize): void {
  if (c & 1) return portableCombine(lanes, c, out);
  const lane: usize = c << 3;
  for (const end = lanes + lane; lanes < end; lanes += 16) {
    const even = f64x2.add(
      f64x2.add(v128.load(lanes), v128.load(lanes + 4 * lane)),
      f64x2.add(v128.load(lanes + 2 * lane), v128.load(lanes + 6 * lane)));
    const odd = f64x2.add(
      f64x2.add(v128.load(lanes + lane), v128.load(lanes + 5 * lane)),
      f64x2.add(v128.load(lanes + 3 * lane), v128.load(lanes + 7 * lane)));
    v128.store(out, f64x2.add(even, odd));
    out += 16;
  }
}
