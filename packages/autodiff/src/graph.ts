// A traced function: what goes in, what comes out, and by way of the tensors' inputs all between.
import type { Tensor } from './tensor.ts';

export interface Graph {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** Nodes that `outputs` are made from, in an order in which each comes after its inputs. */
export function nodesOf(outputs: readonly Tensor[]): Tensor[] {
  const seen = new Set<Tensor>();
  const stack = [...outputs];
  while (stack.length > 0) {
    const node = stack.pop() as Tensor;
    if (seen.has(node)) continue;
    seen.add(node);
    for (const input of node.inputs) stack.push(input);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
