// A loop's body as a graph of its own, whose nodes may read nodes outside.
import { nodesOf } from '../graph.ts';
import { placeholder, record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { asRecurrence } from './recurrence.ts';

/** The graph of one step: inputs are the carries and the step's part of each sequence; outputs carries, then results. */
export interface Body {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** What a scan is beside its body. */
export interface Loop {
  readonly length: number;
  /** From the last step to the first. */
  readonly reverse: boolean;
  /** How many of the node's inputs are carries, and how many after them are sequences. */
  readonly carries: number;
  readonly sequences: number;
  /** Nodes outside that the body reads: the rest of the node's inputs. */
  readonly constants: readonly Tensor[];
}

/** A scan's parts. */
export function bodyOf(node: Tensor): { loop: Loop; body: Body } {
  const { length, reverse, carries, sequences, body } = node.attributes;
  return {
    loop: {
      length: length as number,
      reverse: reverse as boolean,
      carries: carries as number,
      sequences: sequences as number,
      constants: node.inputs.slice((carries as number) + (sequences as number)),
    },
    body: body as Body,
  };
}

/** One of the several results of a scan. */
export const pickOf = (scan: Tensor, index: number): Tensor => record('pick', [scan], { index });

/** Nodes that `outputs` are made from and that depend on one of `wrt`, these included. */
export function dependents(outputs: readonly Tensor[], wrt: readonly Tensor[]): Set<Tensor> {
  const found = new Set(wrt);
  for (const node of nodesOf(outputs)) {
    if (node.inputs.some((input) => found.has(input))) found.add(node);
  }
  return found;
}

const CHEAP = new Set(['expand', 'reshape', 'transpose', 'slice']);

/** Nodes outside that a body reads; through views, so that no view of them has to be made. */
export function constantsOf({ inputs, outputs }: Body): Tensor[] {
  const inside = dependents(outputs, inputs);
  const constants = new Set<Tensor>();
  const reach = (from: Tensor): void => {
    let node = from;
    while (CHEAP.has(node.operation) && !inside.has(node)) [node] = node.inputs;
    if (!inside.has(node) && node.operation !== 'constant') constants.add(node);
  };
  for (const node of inside) {
    if (!inputs.includes(node)) for (const input of node.inputs) reach(input);
  }
  for (const output of outputs) reach(output);
  return [...constants];
}

let depth = 0;

/** Is a scan's body being traced? */
export const insideScan = (): boolean => depth > 0;

/** What one step makes of carries and of its part of the sequences. */
export type Step = (
  carry: readonly Tensor[],
  x: readonly Tensor[],
) => { readonly carry: readonly Tensor[]; readonly outputs: readonly Tensor[] };

/** Traces a step once, with placeholders for what changes from step to step. */
export function traceBody(step: Step, initial: readonly Tensor[], sequences: readonly Tensor[]): Body {
  const inputs = [
    ...initial.map(({ shape, dtype }) => placeholder('input', {}, shape, dtype)),
    ...sequences.map(({ shape, dtype }) => placeholder('input', {}, shape.slice(1), dtype)),
  ];
  depth++;
  try {
    const { carry, outputs } = step(inputs.slice(0, initial.length), inputs.slice(initial.length));
    return { inputs, outputs: [...carry, ...outputs] };
  } finally {
    depth--;
  }
}

/** The node of a traced loop, and its results. */
export function scanNode(
  length: number,
  reverse: boolean,
  initial: readonly Tensor[],
  sequences: readonly Tensor[],
  body: Body,
): Tensor {
  return record('scan', [...initial, ...sequences, ...constantsOf(body)], {
    length,
    reverse,
    carries: initial.length,
    sequences: sequences.length,
    body,
  });
}

/** A loop over lists of nodes; where it can be had without a loop, it is. */
export function scanNodes(
  length: number,
  reverse: boolean,
  initial: readonly Tensor[],
  sequences: readonly Tensor[],
  step: Step,
): { carry: Tensor[]; outputs: Tensor[] } {
  const body = traceBody(step, initial, sequences);
  const recurrence = asRecurrence(body, length, reverse, initial, sequences);
  if (recurrence) return recurrence;
  const node = scanNode(length, reverse, initial, sequences, body);
  const carries = initial.length;
  return {
    carry: initial.map((_, i) => pickOf(node, i)),
    outputs: body.outputs.slice(carries).map((_, i) => pickOf(node, carries + i)),
  };
}
