// @ts-nocheck: AssemblyScript
// Sums along rows, two rows at a time, so that each part of the vector is read once for both; lanes in pairs.
// Twin of kernels/linear/rows.ts.

import { PARTIALS, RESULT, TREE } from '../../platform/scratch';
import { dotOf, laneSum, one, pair } from '../program/lanes';
import { word } from '../program/operand';
import { combineLanes } from '../reduce/block';
import { carryOf, SUMS, treeFinish, treePush, treeStart } from '../reduce/tree';
import { SQUARE } from './rows.portable';

export { combineRows, combineRows32, SQUARE } from './rows.portable';

/** The sums of one block of `count` products of each of two rows, to `to` and to + 1024. */
function blockOfTwo<T>(to: usize, a: usize, b: usize, x: usize, count: i32): void {
  let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
  const size: usize = 8 * sizeof<T>();
  for (; count >= 8; count -= 8, a += size, b += size, x += size) {
    let y = pair<T>(x, 0);
    a0 = f64x2.add(a0, f64x2.mul(pair<T>(a, 0), y)); b0 = f64x2.add(b0, f64x2.mul(pair<T>(b, 0), y));
    y = pair<T>(x, 2);
    a1 = f64x2.add(a1, f64x2.mul(pair<T>(a, 2), y)); b1 = f64x2.add(b1, f64x2.mul(pair<T>(b, 2), y));
    y = pair<T>(x, 4);
    a2 = f64x2.add(a2, f64x2.mul(pair<T>(a, 4), y)); b2 = f64x2.add(b2, f64x2.mul(pair<T>(b, 4), y));
    y = pair<T>(x, 6);
    a3 = f64x2.add(a3, f64x2.mul(pair<T>(a, 6), y)); b3 = f64x2.add(b3, f64x2.mul(pair<T>(b, 6), y));
  }
  if (count >= 2) {
    const y = pair<T>(x, 0);
    a0 = f64x2.add(a0, f64x2.mul(pair<T>(a, 0), y)); b0 = f64x2.add(b0, f64x2.mul(pair<T>(b, 0), y));
  }
  if (count >= 4) {
    const y = pair<T>(x, 2);
    a1 = f64x2.add(a1, f64x2.mul(pair<T>(a, 2), y)); b1 = f64x2.add(b1, f64x2.mul(pair<T>(b, 2), y));
  }
  if (count >= 6) {
    const y = pair<T>(x, 4);
    a2 = f64x2.add(a2, f64x2.mul(pair<T>(a, 4), y)); b2 = f64x2.add(b2, f64x2.mul(pair<T>(b, 4), y));
  }
  if (count & 1) {
    // An odd last element joins the lower lane of its pair; +0 changes no lane.
    const y = one<T>(x, count - 1), u = f64x2.mul(one<T>(a, count - 1), y), v = f64x2.mul(one<T>(b, count - 1), y);
    if (count == 1) { a0 = f64x2.add(a0, u); b0 = f64x2.add(b0, v); }
    else if (count == 3) { a1 = f64x2.add(a1, u); b1 = f64x2.add(b1, v); }
    else if (count == 5) { a2 = f64x2.add(a2, u); b2 = f64x2.add(b2, v); }
    else { a3 = f64x2.add(a3, u); b3 = f64x2.add(b3, v); }
  }
  store<f64>(to, combineLanes(a0, a1, a2, a3));
  store<f64>(to, combineLanes(b0, b1, b2, b3), 1024);
}

function dots<T>(pc: usize): usize {
  const rows = word(pc, 4), columns = word(pc, 5);
  const size: usize = sizeof<T>();
  const stride = <usize>word(pc, 6) * size;
  const carry = <usize>carryOf(TREE) << 3;
  let to: usize = word(pc, 1), a: usize = word(pc, 2);
  for (let r = 0; r < rows; r += 2, a += 2 * stride, to += 2 * size) {
    const two = r + 1 < rows; // the last row of an odd number is alone
    let first: f64 = 0, second: f64 = 0;
    if (columns > SQUARE) treeStart(TREE, 2, SUMS);
    for (let start = 0; start < columns; start += SQUARE) {
      const end = min(start + SQUARE, columns);
      let partial = PARTIALS;
      for (let c = start; c < end; c += 128, partial += 8) {
        const at = <usize>c * size;
        const x = <usize>word(pc, 3) + at, count = min(end - c, 128);
        if (two) blockOfTwo<T>(partial, a + at, a + stride + at, x, count);
        else store<f64>(partial, dotOf<T>(a + at, 8 * size, x, 8 * size, count));
      }
      const blocks = <i32>(partial - PARTIALS) >> 3;
      first = laneSum(<i32>PARTIALS >> 3, blocks, 1);
      second = laneSum((<i32>PARTIALS >> 3) + 128, blocks, 1);
      if (columns > SQUARE) {
        store<f64>(carry, first);
        store<f64>(carry, second, 8);
        treePush(TREE);
      }
    }
    if (columns > SQUARE) {
      first = treeFinish(TREE);
      second = load<f64>(RESULT, 8);
    }
    store<T>(to, <T>first);
    if (two) store<T>(to + size, <T>second);
  }
  return pc + 28;
}

export function dotRows(pc: usize): usize {
  return dots<f64>(pc);
}

export function dotRows32(pc: usize): usize {
  return dots<f32>(pc);
}
