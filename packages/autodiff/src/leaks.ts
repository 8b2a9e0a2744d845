// Tensors live in the trace that made them: one that got out, and into another function, has no value there.
import { typeFault } from '@stokast/core-wasm/errors';
import { type Graph, nodesOf } from './graph.ts';
import type { Body } from './scan/body.ts';
import { showShape } from './shape.ts';
import type { Tensor } from './tensor.ts';

/** A node without a value: an argument that is not among `known`, and a node that reads it. */
function strangerIn(outputs: readonly Tensor[], known: Set<Tensor>): readonly [Tensor, Tensor?] | undefined {
  for (const node of nodesOf(outputs)) {
    if (node.operation === 'input' && !known.has(node)) return [node];
    const body = node.attributes.body as Body | undefined;
    const inside = body && strangerIn(body.outputs, new Set([...known, ...body.inputs]));
    if (inside) return inside;
    const stranger = node.inputs.find((input) => input.operation === 'input' && !known.has(input));
    if (stranger) return [stranger, node];
  }
  return undefined;
}

/** Throws where a graph is made from what is not among its inputs. */
export function checkLeaks({ inputs, outputs }: Graph): void {
  const found = strangerIn(outputs, new Set(inputs));
  if (!found) return;
  const [{ shape, dtype }, reader] = found;
  const by = reader ? ` (what goes into ${reader.operation} is not)` : '';
  throw typeFault(
    'Cannot compile',
    'result',
    `${dtype} ${showShape(shape)} of another function`,
    `made from this function's own arguments${by}: a tensor has no value outside of the function it was traced in`,
  );
}
