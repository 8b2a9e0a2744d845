// LINEAR_SCAN: y[t] = a[t] y[t - 1] + b[t], rounded twice, over the whole length of a series of rows.
// Trusts: dst may be b, or a where that has an element for each of dst's; else they do not overlap.
// A column is bound by the latency of a product and a sum; columns are independent of one another.
// Without an initial row the first step is a[0] * 0 + b[0].

import { word } from './operand';
import { scanColumns, scanColumns32 } from './scan-columns';

/**
 * LINEAR_SCAN, LINEAR_SCAN32: a dst, a a, a b, a initial (0: zeros), n steps, n width, n kind (0: a is one number,
 * 1: one a step, 2: one an element), n reverse (1: y[t] = a[t] y[t + 1] + b[t])
 */
export function linearScan(pc: usize, single: i32): usize {
  const size: i32 = 3 - single;
  const before: i32 = word(pc, 4) === 0 ? -1 : word(pc, 4) >> size;
  const steps = word(pc, 5);
  const width = word(pc, 6);
  const kind = word(pc, 7);
  const reverse = word(pc, 8) === 1;
  const by: i32 = reverse ? -width : width;
  const ka: i32 = kind === 0 ? 0 : kind === 1 ? (reverse ? -1 : 1) : by;
  const last = steps - 1;
  const to = (word(pc, 1) >> size) + (reverse ? last * width : 0);
  const a = (word(pc, 2) >> size) - (reverse ? last * ka : 0);
  const b = (word(pc, 3) >> size) + (reverse ? last * width : 0);
  const each: i32 = kind === 2 ? 1 : 0;
  if (single === 1) scanColumns32(to, a, b, before, width, by, ka, each, steps);
  else scanColumns(to, a, b, before, width, by, ka, each, steps);
  return pc + 36;
}
