// Data as the density sees it: arrays as tensors that hold still, all else as it is.
import { reshape, type Tensor } from '@stokast/autodiff';
import { typedName } from '@stokast/core-wasm/check';
import { typeFault } from '@stokast/core-wasm/errors';
import { KeptData, type Numbers } from '../data.ts';
import { flatOf } from './estimates.ts';

/** Data: numbers, arrays, matrices as rows, kept data, in any nesting of objects. */
export type Observed =
  | number
  | Numbers
  | readonly Numbers[]
  | KeptData
  | { readonly [name: string]: Observed };

/** What the density gets for data: tensors for arrays, numbers as they are. */
export type Seen<D> = D extends number
  ? D
  : D extends Numbers | KeptData
    ? Tensor<readonly [number], 'f64'>
    : D extends readonly Numbers[]
      ? Tensor<readonly [number, number], 'f64'>
      : { readonly [K in keyof D]: Seen<D[K]> };

const isPlain = (value: unknown): value is object => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

/** Data as tensors, and the lengths of its arrays. */
export function see(what: string, path: string, data: unknown): { seen: unknown; lengths: Set<number> } {
  const lengths = new Set<number>();
  /** The objects that the walk is in: one that holds itself has no end. */
  const above: object[] = [];
  const walk = (value: unknown, at: string): unknown => {
    if (typeof value === 'number') return flatOf(what, at, value, false).numbers[0];
    if (value instanceof KeptData) return walk(value.toArray(), at);
    if (Array.isArray(value) || typedName(value) !== undefined) {
      const { shape, numbers } = flatOf(what, at, value, false);
      lengths.add(shape[0]);
      return reshape(numbers, shape);
    }
    if (!isPlain(value) || above.includes(value))
      throw typeFault(what, at, value, 'a number, an array of numbers, or a plain object with such values');
    above.push(value);
    const entries = Object.entries(value).map(([name, each]) => [name, walk(each, `${at}.${name}`)]);
    above.pop();
    return Object.fromEntries(entries);
  };
  return { seen: walk(data, path), lengths };
}
