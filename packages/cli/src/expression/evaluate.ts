// Runs an expression over many points at once, with the machine's own functions: the same bits on every engine.
import { type Kernels, machine } from '@stokast/core-wasm';
import { arity, type Expression, type Instruction, type Operator, stackDepth } from './parse.ts';

type Unary = (x: number) => number;
type Binary = (x: number, y: number) => number;

const unary = (kernels: Kernels, operator: Operator): Unary =>
  ({
    negate: (x: number) => -x,
    exp: kernels.exp,
    log: kernels.log,
    sqrt: Math.sqrt,
    abs: Math.abs,
    sin: kernels.sin,
    cos: kernels.cos,
    tanh: kernels.tanh,
    log1p: kernels.log1p,
    expm1: kernels.expm1,
    lgamma: kernels.lgamma,
    erf: kernels.erf,
    sigmoid: kernels.sigmoid,
    softplus: kernels.softplus,
  })[operator as 'negate'];

const binary = (kernels: Kernels, operator: Operator): Binary =>
  ({
    '+': (x: number, y: number) => x + y,
    '-': (x: number, y: number) => x - y,
    '*': (x: number, y: number) => x * y,
    '/': (x: number, y: number) => x / y,
    '^': kernels.pow,
    '<': (x: number, y: number) => (x < y ? 1 : 0),
    '<=': (x: number, y: number) => (x <= y ? 1 : 0),
    '>': (x: number, y: number) => (x > y ? 1 : 0),
    '>=': (x: number, y: number) => (x >= y ? 1 : 0),
    '==': (x: number, y: number) => (x === y ? 1 : 0),
    '!=': (x: number, y: number) => (x !== y ? 1 : 0),
    pow: kernels.pow,
    min: Math.min,
    max: Math.max,
  })[operator as '+'];

/** Points a tile: the stack stays in the cache. */
const TILE = 1024;

/** `out[i]` = the expression at point i; points are rows of `x`, [n, d]. */
export type BlockFunction = (x: Float64Array, n: number, out: Float64Array) => void;

/** The expression as a block function of `d` variables. */
export function evaluator({ code, depth }: Expression, d: number): BlockFunction {
  const stack = Array.from({ length: depth }, () => new Float64Array(TILE));
  return (x, n, out) => {
    const { kernels } = machine();
    for (let start = 0; start < n; start += TILE) {
      const size = Math.min(TILE, n - start);
      runTile(kernels, code, stack, x.subarray(start * d, (start + size) * d), d, size);
      out.set(stack[0].subarray(0, size), start);
    }
  };
}

function runTile(
  kernels: Kernels,
  code: readonly Instruction[],
  stack: readonly Float64Array[],
  x: Float64Array,
  d: number,
  size: number,
): void {
  let top = -1;
  for (const instruction of code) {
    if (instruction.kind === 'number') {
      stack[++top].fill(instruction.value, 0, size);
    } else if (instruction.kind === 'variable') {
      const to = stack[++top];
      for (let i = 0; i < size; i++) to[i] = x[i * d + instruction.index];
    } else if (arity(instruction.operator) === 1) {
      const f = unary(kernels, instruction.operator);
      const a = stack[top];
      for (let i = 0; i < size; i++) a[i] = f(a[i]);
    } else {
      const f = binary(kernels, instruction.operator);
      const b = stack[top--];
      const a = stack[top];
      for (let i = 0; i < size; i++) a[i] = f(a[i], b[i]);
    }
  }
}

/** The value of an expression without variables. */
export function constantValue(code: readonly Instruction[]): number {
  const stack = Array.from({ length: stackDepth(code) }, () => new Float64Array(1));
  runTile(machine().kernels, code, stack, new Float64Array(0), 0, 1);
  return stack[0][0];
}
