// The weights of a model: what they are called, their shapes, and how they start.
import type { Tensor } from '@stokast/autodiff';
import { Normal, type Stream, Uniform } from '@stokast/sampling';

/** How a weight starts: every element independent of the others. */
export type Init =
  | { readonly kind: 'constant'; readonly value: number }
  /** Uniform on [-bound, bound]. */
  | { readonly kind: 'uniform'; readonly bound: number }
  /** Normal with mean 0. */
  | { readonly kind: 'normal'; readonly deviation: number };

/** One weight, of singles. */
export interface WeightSpec<S extends readonly number[] = readonly number[]> {
  readonly shape: S;
  readonly init: Init;
}

/** Weights in any nesting of objects and arrays; the path to one, joined by dots, is its name: `encoder.0.weight`. */
export type WeightTree = WeightSpec | readonly WeightTree[] | { readonly [name: string]: WeightTree };

/** The tensors that stand for them in a loss. */
export type TensorsFor<T> =
  T extends WeightSpec<infer S> ? Tensor<S, 'f32'> : { readonly [K in keyof T]: TensorsFor<T[K]> };

/** Numbers by name: row-major, singles. */
export type Weights = ReadonlyMap<string, Float32Array>;

export const isWeight = (tree: WeightTree): tree is WeightSpec => 'shape' in tree && 'init' in tree;

/** The weights of a nesting with their names, in the order in which they are written. */
export function namedWeights(tree: WeightTree, name = ''): (readonly [name: string, spec: WeightSpec])[] {
  if (isWeight(tree)) return [[name, tree]];
  return Object.entries(tree).flatMap(([key, part]) =>
    namedWeights(part, name === '' ? key : `${name}.${key}`),
  );
}

/** A nesting of the same form with `f(name, spec)` in place of each weight. */
export function mapWeights<R>(
  tree: WeightTree,
  f: (name: string, spec: WeightSpec) => R,
  name = '',
): unknown {
  if (isWeight(tree)) return f(name, tree);
  const inner = (key: string | number, part: WeightTree): unknown =>
    mapWeights(part, f, name === '' ? `${key}` : `${name}.${key}`);
  if (Array.isArray(tree)) return tree.map((part: WeightTree, i) => inner(i, part));
  return Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, inner(key, part)]));
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

/** How many numbers a model has to learn. */
export const countWeights = (tree: WeightTree): number =>
  namedWeights(tree).reduce((all, [, { shape }]) => all + sizeOf(shape), 0);

/** Weights as they start. Each has a stream of its own, split by its name, so that adding one moves no other. */
export function initialWeights(tree: WeightTree, stream: Stream): Map<string, Float32Array> {
  return new Map(
    namedWeights(tree).map(([name, { shape, init }]) => {
      const out = new Float32Array(sizeOf(shape));
      if (init.kind === 'constant') out.fill(init.value);
      else if (init.kind === 'uniform') Uniform(-init.bound, init.bound).fill(stream.split(name), out);
      else Normal(0, init.deviation).fill(stream.split(name), out);
      return [name, out];
    }),
  );
}

/** Zeros, and ones: the start of offsets and of scales. */
export const zeros: Init = { kind: 'constant', value: 0 };
export const ones: Init = { kind: 'constant', value: 1 };

/** Uniform on [-1, 1] / sqrt(inputs): what PyTorch starts linear layers and convolutions with. */
export const uniformByInputs = (inputs: number): Init => ({ kind: 'uniform', bound: 1 / Math.sqrt(inputs) });
