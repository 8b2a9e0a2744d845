// What has to be done for a node that has memory of its own, and what must be done before.
import { typeFault } from '@stokast/core-wasm/errors';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { aliasOf, isView, resolve, singleOf, viewOf } from './access.ts';
import { isElementwise } from './elementwise.ts';
import { whole } from './whole.ts';

/** Elements of a tile: a multiple of the 128 of a block, small enough for a dozen temporaries in the cache. */
export const TILE = 256;

/** One node's work. */
export interface Task {
  readonly node: Tensor;
  /** `one`: a single element; `loop`: a pass over elements, which others may join; `whole`: an instruction of its own. */
  readonly kind: 'one' | 'loop' | 'whole';
  /** Loops with the same key can be one. */
  readonly key: string;
  /** Does the loop leave the node's elements one by one, for others to read in step? */
  readonly streams: boolean;
  /** Nodes whose elements are read in step with the loop. */
  readonly aligned: readonly Tensor[];
  /** Nodes that must be there as a whole. */
  readonly needed: readonly Tensor[];
}

/** The node with memory of its own that holds another's elements. */
export function holderOf(node: Tensor): Tensor {
  const own = resolve(node);
  const alias = aliasOf(own);
  return alias ? holderOf(alias.base) : own;
}

const loopKey = (node: Tensor): string => `${sizeOf(node.shape)} ${node.dtype}`;

/** How many elements the loop around a task passes over. */
export const lengthOf = ({ node, streams, kind }: Task): number =>
  sizeOf((streams || kind === 'one' ? node : node.inputs[0]).shape);

/** Densities with the same key are the value and the partial derivatives of one. */
export const densityKey = (node: Tensor): string =>
  `${node.attributes.family} ${node.inputs.map((input) => (singleOf(input) ?? resolve(input)).id).join(' ')}`;

/** Splits what a loop reads into what moves with it and what must be there before. */
function reads(inputs: readonly Tensor[]): Pick<Task, 'aligned' | 'needed'> {
  const aligned: Tensor[] = [];
  const needed: Tensor[] = [];
  for (const input of inputs) {
    const single = singleOf(input);
    const own = resolve(input);
    if (single) needed.push(holderOf(single));
    else if (aliasOf(own)) needed.push(holderOf(own));
    else aligned.push(own);
  }
  return { aligned, needed };
}

/** A sum over all elements: it takes part in the loop that makes them. */
export const isFullSum = (node: Tensor): boolean => node.operation === 'sum' && sizeOf(node.shape) === 1;

/** Elements of a list by number, one each: an instruction of a loop. */
export const isElementGather = (node: Tensor): boolean =>
  node.operation === 'gather' &&
  node.dtype === node.inputs[1].dtype &&
  sizeOf(node.shape) === sizeOf(node.inputs[1].shape);

/** Elements added to a list by number, one each. */
export const isElementScatter = (node: Tensor): boolean =>
  node.operation === 'scatterAdd' &&
  node.dtype === node.inputs[0].dtype &&
  sizeOf(node.inputs[1].shape) === sizeOf(node.inputs[0].shape);

/** Nodes whose elements are there before a program runs. */
export const isLeaf = (node: Tensor): boolean => node.operation === 'input' || node.operation === 'constant';

/** The work of a node; leaves have none. */
export function taskOf(node: Tensor): Task | undefined {
  const { operation, inputs } = node;
  if (isLeaf(node)) return undefined;
  if (isView(node)) {
    const single = singleOf(node);
    const base = single ?? viewOf(node).base;
    return { node, kind: 'loop', key: loopKey(node), streams: true, aligned: [], needed: [holderOf(base)] };
  }
  if (isElementwise(operation)) {
    const one = sizeOf(node.shape) === 1;
    if (one) {
      return { node, kind: 'one', key: '', streams: false, aligned: [], needed: inputs.map(holderOf) };
    }
    return { node, kind: 'loop', key: loopKey(node), streams: true, ...reads(inputs) };
  }
  if (isFullSum(node))
    return { node, kind: 'loop', key: loopKey(inputs[0]), streams: false, ...reads(inputs) };
  if (isElementGather(node)) {
    const { aligned, needed } = reads([inputs[1]]);
    const table = holderOf(inputs[0]);
    return { node, kind: 'loop', key: loopKey(node), streams: true, aligned, needed: [...needed, table] };
  }
  if (isElementScatter(node)) {
    return { node, kind: 'loop', key: loopKey(inputs[0]), streams: false, ...reads(inputs) };
  }
  const lowering = whole[operation];
  if (!lowering)
    throw typeFault('Cannot plan a program', 'operation', operation, 'one that the machine knows');
  return {
    node,
    kind: 'whole',
    key: '',
    streams: false,
    aligned: [],
    needed: lowering.reads(node).map(holderOf),
  };
}
