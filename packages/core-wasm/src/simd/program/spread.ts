// @ts-nocheck: AssemblyScript
// Sources of vector kernels that work on 64 bytes at a time. One number for all elements is laid into 64 bytes, read
// again and again: so one loop serves vectors and numbers.

import { vector } from './operand';

/** 64 bytes for each of three operands. */
const SPREAD: usize = memory.data(192, 64);

/** Lays the element of 2^shift bytes at `from` into the 64 bytes of operand `slot`; returns their address. */
function spread(from: usize, slot: usize, shift: i32): usize {
  const all = shift == 3 ? v128.load64_splat(from) : v128.load32_splat(from);
  const to = SPREAD + (slot << 6);
  v128.store(to, all);
  v128.store(to, all, 16);
  v128.store(to, all, 32);
  v128.store(to, all, 48);
  return to;
}

/** Where a kernel reads operand `w`. */
// @ts-ignore: decorator
@inline export function source(w: i32, tb: i32, slot: usize, shift: i32): usize {
  const from: usize = vector(w, tb);
  return w & 2 ? spread(from, slot, shift) : from;
}
