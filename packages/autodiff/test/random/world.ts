// Two worlds in which a random graph is built: tensors that are traced, and plain arrays that are computed at once.
// On whole numbers that stay small every operation here is exact, so both must give the very same numbers.
import type { DType, Shape } from '../../src/index.ts';

/** What a graph is built from: operations over values of one kind. */
export interface World<T> {
  shape(x: T): Shape;
  dtype(x: T): DType;
  /** These numbers, which are known while a function is traced. */
  constant(data: readonly number[], shape: Shape, dtype: DType): T;
  one(name: One, x: T): T;
  two(name: Two, a: T, b: T): T;
  where(condition: T, a: T, b: T): T;
  reduce(name: Reduction, x: T, axes: readonly number[], keepAxes: boolean): T;
  place(name: 'argmax' | 'argmin', x: T, axis: number): T;
  cumulative(name: 'sum' | 'product', x: T, axis: number, reverse: boolean): T;
  transpose(x: T, axes: readonly number[]): T;
  /** Elements start, start + step ... of each axis. */
  section(x: T, start: Shape, size: Shape, step: Shape): T;
  reshape(x: T, shape: Shape): T;
  expand(x: T, shape: Shape): T;
  concat(list: readonly T[], axis: number): T;
  stack(list: readonly T[], axis: number): T;
  pad(x: T, widths: readonly (readonly [number, number])[], value: number): T;
  cast(x: T, dtype: DType): T;
  gather(table: T, index: T): T;
  take(x: T, index: T, axis: number): T;
  scatterAdd(index: T, values: T, shape: Shape): T;
  oneHot(index: T, size: number): T;
  diagonal(x: T): T;
  triangle(name: 'tril' | 'triu', x: T, offset: number): T;
  matmul(a: T, b: T): T;
  conv2d(x: T, kernel: T, stride: Pair, padding: Padding): T;
  transposedConv2d(x: T, kernel: T, stride: Pair, padding: Padding): T;
  maxPool2d(x: T, size: Pair, stride: Pair): T;
  upsample2d(x: T, factor: Pair): T;
  scan(
    step: (carry: readonly T[], x: readonly T[]) => readonly [readonly T[], readonly T[]],
    initial: readonly T[],
    sequences: readonly T[],
    length: number,
    reverse: boolean,
  ): readonly [readonly T[], readonly T[]];
}

export type Pair = readonly [number, number];
export type Padding = 'valid' | 'same' | Pair;
export type One = 'neg' | 'abs' | 'sign' | 'square' | 'floor' | 'ceil' | 'round' | 'not' | 'stop';
export type Two =
  | 'add'
  | 'sub'
  | 'mul'
  | 'equal'
  | 'notEqual'
  | 'less'
  | 'lessEqual'
  | 'and'
  | 'or'
  | 'maximum'
  | 'minimum';
export type Reduction = 'sum' | 'prod' | 'max' | 'min';

export const sizeOf = (shape: Shape): number => shape.reduce((all, size) => all * size, 1);

/** The shape two shapes broadcast to, if they do. */
export function joined(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    shape.push(Math.max(x, y));
  }
  return shape;
}
