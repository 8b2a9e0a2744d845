// @ts-nocheck: AssemblyScript
// What a word of an instruction stands for, inlined (a call costs as much as an instruction on one number).
// Twin of kernels/program/operand.ts.

/** Word `k` of the instruction at `pc`; word 0 is the opcode. */
// @ts-ignore: decorator
@inline export function word(pc: usize, k: i32): i32 { return load<i32>(pc + (<usize>k << 2)); }

/** Address of the first element of a vector, `tb` bytes into the loop. */
// @ts-ignore: decorator
@inline export function vector(w: i32, tb: i32): i32 { return (w & -8) + (tb & -(w & 1)); }

/** 0 when the vector is one number for all elements, else 1: by what an index is multiplied. */
// @ts-ignore: decorator
@inline export function step(w: i32): i32 { return ((w >> 1) & 1) ^ 1; }

/** By how many bytes a kernel that works on 64 at a time moves along: 0 when the vector is one number for all. */
// @ts-ignore: decorator
@inline export function stride(w: i32): usize { return <usize>((w & 2) ^ 2) << 5; }
