// @ts-nocheck: AssemblyScript
// Elements of a table by their index, and sums into them, indices in pairs. Twin of kernels/program/gather.ts.

import { elements } from './element';
import { stride, vector, word } from './operand';
import { source } from './spread';

/** Two indices at `at`, as doubles. */
// @ts-ignore: decorator
@inline function pair<T>(at: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(at) : f64x2.promote_low_f32x4(v128.load64_zero(at));
}

// @ts-ignore: decorator
@inline function entry<T>(table: usize, k: i32): T { return k < 0 ? <T>NaN : load<T>(table + (<usize>k << alignof<T>())); }

// @ts-ignore: decorator
@inline function gatherOf<T>(pc: usize, n: i32, tb: i32): usize {
  let to: usize = vector(word(pc, 1), tb);
  let index = source(word(pc, 2), tb, 0, alignof<T>());
  const step = stride(word(pc, 2)) >> (5 - alignof<T>());
  const table: usize = word(pc, 3);
  const size = f64x2.splat(<f64>word(pc, 4));
  for (const end = to + (<usize>n << alignof<T>()); to < end; to += 2 * sizeof<T>(), index += step) {
    const k = elements(pair<T>(index), size);
    const k0 = i32x4.extract_lane(k, 0), k1 = i32x4.extract_lane(k, 2);
    store<T>(to, entry<T>(table, k0));
    store<T>(to, entry<T>(table, k1), sizeof<T>());
  }
  return pc + 20;
}

export function gather(pc: usize, n: i32, tb: i32): usize { return gatherOf<f64>(pc, n, tb); }
export function gather32(pc: usize, n: i32, tb: i32): usize { return gatherOf<f32>(pc, n, tb); }

// @ts-ignore: decorator
@inline function scatterOf<T>(pc: usize, n: i32, tb: i32): usize {
  const table: usize = word(pc, 1);
  const size = f64x2.splat(<f64>word(pc, 2));
  let index = source(word(pc, 3), tb, 0, alignof<T>());
  let a: usize = vector(word(pc, 4), tb);
  const step = stride(word(pc, 3)) >> (5 - alignof<T>());
  const ka = stride(word(pc, 4)) >> (6 - alignof<T>());
  let last: i32 = -1;
  let sum: T = 0;
  for (; n > 0; n -= 2, index += step) {
    let k = elements(pair<T>(index), size);
    for (let lane = min(n, 2); lane > 0; lane--, a += ka, k = v128.shuffle<i64>(k, k, 1, 1)) {
      const at = i32x4.extract_lane(k, 0);
      if (at != last) {
        if (last >= 0) store<T>(table + (<usize>last << alignof<T>()), sum);
        if (at >= 0) sum = load<T>(table + (<usize>at << alignof<T>()));
        last = at;
      }
      sum += load<T>(a);
    }
  }
  if (last >= 0) store<T>(table + (<usize>last << alignof<T>()), sum);
  return pc + 20;
}

export function scatter(pc: usize, n: i32, tb: i32): usize { return scatterOf<f64>(pc, n, tb); }
export function scatter32(pc: usize, n: i32, tb: i32): usize { return scatterOf<f32>(pc, n, tb); }
