// Recording: every operation on tensors goes through `record`, which checks shapes, simplifies and shares equal nodes.
import { typeFault } from '@stokast/core-wasm/errors';
import { operations } from './operations/index.ts';
import { checkSize, type DType, type Shape, sameShape, showShape } from './shape.ts';
import { type Attributes, type Operand, Tensor } from './tensor.ts';

/** Nodes made while one function is traced, by what they compute. */
class Trace {
  readonly nodes: Map<string, Tensor> = new Map();
  readonly constants: Map<object, Tensor> = new Map();
}

let trace: Trace | undefined;

/** Runs `body` in a trace: equal expressions in it become one node. Traces inside a trace join it. */
export function tracing<T>(body: () => T): T {
  if (trace) return body();
  trace = new Trace();
  try {
    return body();
  } finally {
    trace = undefined;
  }
}

/** Attributes with one of these cannot be compared as text; nodes that have them are never shared. */
const isOpaque = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a node computes, as text; undefined where that cannot be said. */
export function keyOf(
  operation: string,
  inputs: readonly Tensor[],
  attributes: Attributes,
): string | undefined {
  let key = operation;
  for (const input of inputs) key += `|${input.id}`;
  for (const name in attributes) {
    const value = attributes[name];
    if (isOpaque(value)) return undefined;
    key += `;${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
  }
  return key;
}

/** The node of an operation: an equal one of this trace, a simpler one of the same value, or a new one. */
export function record(name: string, inputs: readonly Tensor[], attributes: Attributes = {}): Tensor {
  const operation = operations[name];
  const { shape, dtype } = operation.infer(inputs, attributes);
  checkSize(`Cannot apply ${name}`, 'shape', shape);
  const simple = operation.simplify?.(inputs, attributes, shape);
  if (simple) return simple;
  const key = trace && keyOf(name, inputs, attributes);
  const known = key === undefined ? undefined : trace?.nodes.get(key);
  if (known) return known;
  const node = new Tensor(name, inputs, attributes, shape, dtype);
  if (key !== undefined) trace?.nodes.set(key, node);
  return node;
}

/** A node that takes part in no sharing: an input, or the placeholder of a scan's body. */
export const placeholder = (operation: string, attributes: Attributes, shape: Shape, dtype: DType): Tensor =>
  new Tensor(operation, [], attributes, shape, dtype);

/** A constant of that shape: its values are copied now. */
export function constant(data: ArrayLike<number>, shape: Shape, dtype: DType): Tensor {
  const key =
    data.length === 1
      ? `constant ${dtype} ${showShape(shape)} ${Object.is(data[0], -0) ? '-0' : data[0]}`
      : undefined;
  const known = key === undefined ? undefined : trace?.nodes.get(key);
  if (known) return known;
  const held = dtype === 'f64' ? Float64Array.from(data) : Float32Array.from(data);
  const node = new Tensor('constant', [], { data: held }, shape, dtype);
  if (key !== undefined) trace?.nodes.set(key, node);
  return node;
}

/** 0, 1 ... size - 1: one node in a trace, however often it is asked for. */
export function counting(size: number, dtype: DType): Tensor {
  const key = `counting ${dtype} ${size}`;
  const known = trace?.nodes.get(key);
  if (known) return known;
  const numbers = new Float64Array(size);
  for (let i = 0; i < size; i++) numbers[i] = i;
  const node = constant(numbers, [size], dtype);
  trace?.nodes.set(key, node);
  return node;
}

/** One number as a tensor without axes. */
export const scalar = (value: number, dtype: DType = 'f64'): Tensor => constant([value], [], dtype);

/** Numbers in an array, or in arrays of arrays, with their shape; undefined where rows differ or there is none. */
function numbersIn(value: unknown): { shape: Shape; data: ArrayLike<number> } | undefined {
  const list =
    Array.isArray(value) || ArrayBuffer.isView(value) ? (value as unknown as ArrayLike<number>) : [];
  if (
    typeof list[0] === 'number' &&
    (!Array.isArray(list) || list.every((each) => typeof each === 'number'))
  ) {
    return { shape: [list.length], data: list };
  }
  const rows = Array.from(list, numbersIn);
  const [first] = rows;
  if (!first || !rows.every((row) => row && sameShape(row.shape, first.shape))) return undefined;
  return {
    shape: [rows.length, ...first.shape],
    data: rows.flatMap((row) => Array.from((row as typeof first).data)),
  };
}

/** Does a constant hold these numbers? */
function holds(
  { shape, dtype, attributes }: Tensor,
  numbers: { shape: Shape; data: ArrayLike<number> },
): boolean {
  if (!sameShape(shape, numbers.shape)) return false;
  const held = attributes.data as Float64Array;
  return held.every((x, i) => Object.is(x, dtype === 'f64' ? numbers.data[i] : Math.fround(numbers.data[i])));
}

/** The tensor that an operand stands for; numbers become constants of type `dtype`. */
export function tensorOf(operation: string, operand: unknown, dtype: DType): Tensor {
  if (operand instanceof Tensor) return operand;
  if (typeof operand === 'number') return scalar(operand, dtype);
  const numbers = numbersIn(operand);
  if (!numbers) {
    throw typeFault(
      `Cannot apply ${operation}`,
      'operand',
      operand,
      'a tensor, a number, an array of numbers, or arrays of equal length of such',
    );
  }
  const known = trace?.constants.get(operand as object);
  // Its owner may have written other numbers into the array meanwhile.
  if (known && known.dtype === dtype && holds(known, numbers)) return known;
  const node = constant(numbers.data, numbers.shape, dtype);
  if (node.shape[0] > 1) trace?.constants.set(operand as object, node);
  return node;
}

/** Operands as tensors of one type: that of the first tensor among them, or doubles. */
export function tensorsOf(operation: string, operands: readonly Operand[]): Tensor[] {
  const dtype = operands.find((each) => each instanceof Tensor)?.dtype ?? 'f64';
  const tensors = operands.map((operand) => tensorOf(operation, operand, dtype));
  if (tensors.some((each) => each.dtype !== dtype)) {
    throw typeFault(
      `Cannot apply ${operation} to ${tensors.map((each) => `${each.dtype} ${showShape(each.shape)}`).join(' and ')}`,
      'dtype',
      tensors.map((each) => each.dtype).join(' and '),
      `the same for all: x.cast('${dtype}') converts`,
    );
  }
  return tensors;
}

/** The number that all elements of a constant are, seen through broadcasts; undefined for all else. */
export function numberIn(tensor: Tensor): number | undefined {
  const data = constantIn(tensor);
  return data?.length === 1 ? data[0] : undefined;
}

/** The numbers of a constant, each at least once, seen through broadcasts; undefined for all else. */
export function constantIn(tensor: Tensor): Float64Array | Float32Array | undefined {
  let node = tensor;
  while (node.operation === 'expand' || node.operation === 'reshape') node = node.inputs[0];
  return node.operation === 'constant' ? (node.attributes.data as Float64Array) : undefined;
}
