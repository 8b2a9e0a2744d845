// @ts-nocheck: AssemblyScript
// Twin of kernels/program/arithmetic32.ts: the kernels of arithmetic.ts do singles too.

export { binary as binary32, ternary32, unary as unary32 } from './arithmetic';
