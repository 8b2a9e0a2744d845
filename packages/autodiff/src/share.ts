// One node for equal ones, once all derivatives are taken: then an argument of a differentiated function is what it was
// made from, and what was computed of the one has been computed of the other.
import { type Graph, nodesOf } from './graph.ts';
import { keyOf, tracing } from './record.ts';
import { scanAgain } from './scan/substitute.ts';
import { Tensor } from './tensor.ts';

const RENAMES = new Set(['identity', 'stopGradient']);

/** The graph with equal nodes as one, and without names for what has one. Loops are made again where they read others. */
export function shared({ inputs, outputs }: Graph): Graph {
  const nodes = nodesOf(outputs);
  if (!nodes.some(({ operation }) => RENAMES.has(operation))) return { inputs, outputs };
  const taken = new Map<Tensor, Tensor>();
  const known = new Map<string, Tensor>();
  for (const node of nodes) {
    const { operation, attributes, shape, dtype } = node;
    if (node.inputs.length === 0) continue;
    const from = node.inputs.map((input) => taken.get(input) ?? input);
    if (operation === 'scan') {
      if (from.some((input, i) => input !== node.inputs[i]))
        taken.set(
          node,
          tracing(() => scanAgain(node, from)),
        );
      continue;
    }
    if (RENAMES.has(operation)) {
      taken.set(node, from[0]);
      continue;
    }
    const key = keyOf(operation, from, attributes);
    const equal = key === undefined ? undefined : known.get(key);
    const kept = from.every((input, i) => input === node.inputs[i]);
    const one = equal ?? (kept ? node : new Tensor(operation, from, attributes, shape, dtype));
    if (key !== undefined) known.set(key, one);
    if (one !== node) taken.set(node, one);
  }
  return { inputs, outputs: outputs.map((node) => taken.get(node) ?? node) };
}
