// From a traced function to plain data.
import { toPlain } from '../base64.ts';
import { nodesOf } from '../graph.ts';
import type { Traced } from '../program.ts';
import type { Body } from '../scan/body.ts';
import { wordsTaken } from '../source.ts';
import type { Attributes, Tensor } from '../tensor.ts';
import { rebuild, type Structure } from '../tree.ts';
import { FORMAT, type NodeData, type ProgramData, VERSION } from './format.ts';

/** All nodes, those of bodies among them, in an order in which each comes after what it is made from. */
function allNodes(roots: readonly Tensor[]): Tensor[] {
  const found = new Set<Tensor>();
  const add = (outputs: readonly Tensor[]): void => {
    for (const node of nodesOf(outputs)) {
      if (found.has(node)) continue;
      found.add(node);
      const body = node.attributes.body as Body | undefined;
      if (body) add([...body.inputs, ...body.outputs]);
    }
  };
  add(roots);
  return [...found].sort((a, b) => a.id - b.id);
}

/** The program as plain data. */
export function writeProgram({ graph, given, returned }: Traced): ProgramData {
  const nodes = allNodes([...graph.inputs, ...graph.outputs]);
  const places = new Map(nodes.map((node, i) => [node, i]));
  const placeOf = (node: Tensor): number => places.get(node) as number;
  const plain = (attributes: Attributes): Attributes =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => {
        if (name !== 'body') return [name, value];
        const { inputs, outputs } = value as Body;
        return [name, { inputs: inputs.map(placeOf), outputs: outputs.map(placeOf) }];
      }),
    );
  const write = (node: Tensor): NodeData => {
    const { operation, inputs, attributes, shape, dtype } = node;
    if (operation === 'input') {
      const words = wordsTaken(node);
      return { operation, shape, dtype, ...(words === undefined ? {} : { words }) };
    }
    if (operation === 'constant')
      return { operation, shape, dtype, data: toPlain(attributes.data as Float64Array) };
    const made = { operation, inputs: inputs.map(placeOf) };
    return Object.keys(attributes).length === 0 ? made : { ...made, attributes: plain(attributes) };
  };
  return {
    format: FORMAT,
    version: VERSION,
    nodes: nodes.map(write),
    arguments: rebuild(given.structure, (i) => placeOf(graph.inputs[i])) as Structure,
    result: rebuild(returned.structure, (i) => placeOf(graph.outputs[i])) as Structure,
  };
}
