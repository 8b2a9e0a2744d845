// Views: an array read, or written, along axes of any stride. The elements are moved as bits.
// Trusts: rank <= 16; the view's elements lie in its buffer.
// Twin of the rows: simd/program/strided.ts.

import { i32s, quotient, remainder } from '../../platform/platform';
import { AXES } from '../../platform/scratch';
import { vector, word } from './operand';
import { copyRow, copyRow32 } from './strided';

/** Rows up to this length are moved by columns: a row costs as much as some ten elements (2.1 to 0.7 ns an element of 3). */
const SHORT: i32 = 8;

/** VIEW, VIEW32: v dst, a src, n rank, (n size, n stride) rank times; `position` is how many elements the loop has come. */
export function view(pc: usize, n: i32, tb: i32, position: i32, shift: i32): usize {
  const to = vector(word(pc, 1), tb) >> shift;
  walk(pc + 12, position, n, to, word(pc, 2) >> shift, 0, shift);
  return pc + 16 + ((word(pc, 3) << 3) as usize);
}

/** PLACE, PLACE32: a dst, a src, n rank, (n size, n stride) rank times. */
export function place(pc: usize, shift: i32): usize {
  const rank = word(pc, 3);
  let n: i32 = 1;
  for (let axis: i32 = 0; axis < rank; axis++) n *= word(pc, 4 + 2 * axis);
  walk(pc + 12, 0, n, word(pc, 2) >> shift, word(pc, 1) >> shift, 1, shift);
  return pc + 16 + ((rank << 3) as usize);
}

/**
 * Moves elements `position` .. `position + n - 1` of a view, row by row, between it and `packed`, where they lie one
 * after the other: from there when `out` is 1. `axes` holds the rank, then size and stride of each axis; `packed` and
 * `start`, where the view's first element lies, count elements of 2^shift bytes.
 */
function walk(axes: usize, position: i32, n: i32, packed: i32, start: i32, out: i32, shift: i32): void {
  if (n === 0) return;
  const w = i32s();
  const rank = w[(axes >>> 2) as i32];
  const first = ((axes >>> 2) as i32) + 1;
  const counters = (AXES >>> 2) as i32;
  const inner = rank - 1;
  let size: i32 = 1;
  let stride: i32 = 1;
  if (rank > 0) {
    size = w[first + 2 * inner];
    stride = w[first + 2 * inner + 1];
  }
  // Where along each axis the first element is.
  let skip: i32 = remainder(position, size);
  let at: i32 = start;
  let rest: i32 = quotient(position, size);
  for (let axis: i32 = inner - 1; axis >= 0; axis--) {
    const count = w[first + 2 * axis];
    const index = remainder(rest, count);
    rest = quotient(rest, count);
    w[counters + axis] = index;
    at += index * w[first + 2 * axis + 1];
  }
  while (true) {
    // A row, or of short rows several at once, one column after the other.
    let rows: i32 = 1;
    let length: i32 = size - skip;
    if (length > n) length = n;
    if (size <= SHORT && skip === 0 && rank > 1) {
      rows = quotient(n, size);
      const ahead = w[first + 2 * inner - 2] - w[counters + inner - 1];
      if (rows > ahead) rows = ahead;
      if (rows === 0) rows = 1;
    }
    if (rows > 1) {
      const step = w[first + 2 * inner - 1];
      for (let i: i32 = 0; i < size; i++) move(at + i * stride, step, packed + i, size, rows, out, shift);
      length = rows * size;
    } else {
      move(at + skip * stride, stride, packed, 1, length, out, shift);
    }
    n -= length;
    if (n === 0) return;
    packed += length;
    skip = 0;
    // On to the next row: the last axis that is not at its end takes a step, those after it start again.
    let axis: i32 = inner - 1;
    while (true) {
      const step = w[first + 2 * axis + 1];
      const count = w[first + 2 * axis];
      const index = w[counters + axis] + rows;
      at += step * rows;
      rows = 1;
      if (index < count) {
        w[counters + axis] = index;
        break;
      }
      w[counters + axis] = 0;
      at -= step * count;
      axis--;
    }
  }
}

/** Moves `n` elements between a view, where they lie `stride` apart, and the packed ones, `packedStride` apart. */
function move(at: i32, stride: i32, packed: i32, packedStride: i32, n: i32, out: i32, shift: i32): void {
  if (out === 1) {
    if (shift === 3) copyRow(at, stride, packed, packedStride, n);
    else copyRow32(at, stride, packed, packedStride, n);
  } else {
    if (shift === 3) copyRow(packed, packedStride, at, stride, n);
    else copyRow32(packed, packedStride, at, stride, n);
  }
}
