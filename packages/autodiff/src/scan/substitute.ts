// A graph again with other nodes in the place of some.
import { nodesOf } from '../graph.ts';
import { placeholder, record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { type Body, bodyOf, scanNode } from './body.ts';

/** A scan whose inputs are others: its body reads the others too, and has arguments of its own. */
export function scanAgain(node: Tensor, inputs: readonly Tensor[]): Tensor {
  const { loop, body } = bodyOf(node);
  const { carries, sequences, length, reverse, constants } = loop;
  const first = carries + sequences;
  const own = body.inputs.map(({ shape, dtype }) => placeholder('input', {}, shape, dtype));
  const replaced = new Map(constants.map((each, i) => [each, inputs[first + i]]));
  for (const [i, each] of body.inputs.entries()) replaced.set(each, own[i]);
  const next: Body = { inputs: own, outputs: substitute(body.outputs, replaced) };
  return scanNode(length, reverse, inputs.slice(0, carries), inputs.slice(carries, first), next);
}

/** The nodes that `outputs` become when each key of `replaced` is its value. */
export function substitute(outputs: readonly Tensor[], replaced: ReadonlyMap<Tensor, Tensor>): Tensor[] {
  const made = new Map(replaced);
  for (const node of nodesOf(outputs)) {
    if (made.has(node)) continue;
    const inputs = node.inputs.map((input) => made.get(input) ?? input);
    if (inputs.every((input, i) => input === node.inputs[i])) continue;
    made.set(
      node,
      node.operation === 'scan' ? scanAgain(node, inputs) : record(node.operation, inputs, node.attributes),
    );
  }
  return outputs.map((node) => made.get(node) ?? node);
}
