// Which instruction of a program made the first number that is none.
import { machine } from '@stokast/core-wasm';
import { Executable, type Numbers } from '../executable.ts';
import { abs, cast, less, lessEqual, min } from '../functions/index.ts';
import { type Graph, nodesOf } from '../graph.ts';
import { planOf } from '../lower/plan.ts';
import { numberIn, tracing } from '../record.ts';
import { showShape } from '../shape.ts';
import { wordsTaken } from '../source.ts';
import type { Tensor } from '../tensor.ts';

/** An instruction that made NaN or an infinity. */
export interface Blame {
  /** Such as `log.17 [128, 20] of sub.16`. */
  readonly instruction: string;
  readonly value: 'NaN' | 'Infinity';
}

/** Nodes that stand for several results, or for a stream, have no numbers. */
const isArray = (node: Tensor): boolean =>
  node.operation !== 'scan' && node.operation !== 'bundle' && wordsTaken(node) === undefined;

type State = 'finite' | 'Infinity' | 'NaN';

/** What is in each node for these arguments. */
function statesOf({ inputs }: Graph, nodes: readonly Tensor[], values: readonly Numbers[]): State[] {
  /** 1 where all elements pass. */
  const all = (test: Tensor): Tensor => cast(min(test), 'f64') as Tensor;
  const outputs = tracing(() =>
    nodes.flatMap((node) => {
      const size = abs(node) as Tensor;
      return [
        all(less(size, Number.POSITIVE_INFINITY) as Tensor),
        all(lessEqual(size, Number.POSITIVE_INFINITY) as Tensor),
      ];
    }),
  );
  const executable = new Executable(machine(), planOf({ inputs, outputs }), true);
  try {
    for (const [i, place] of executable.inputs.entries()) place.set(values[i]);
    executable.run();
    const flags = executable.outputs.map(([flag]) => flag);
    return nodes.map((_, i) => (flags[2 * i] === 1 ? 'finite' : flags[2 * i + 1] === 1 ? 'Infinity' : 'NaN'));
  } finally {
    executable.close();
  }
}

/**
 * The instruction that is to blame when a program gives what is not finite: the first that makes NaN of numbers, or, where
 * those are infinite, the one that made them so. Infinities that are constants are meant, such as those of masks.
 * Undefined where all is finite, or what comes in is not.
 */
export function blameIn(
  graph: Graph,
  names: readonly string[],
  values: readonly Numbers[],
): Blame | undefined {
  const order = nodesOf(graph.outputs);
  const nodes = order.filter(isArray);
  const states = statesOf(graph, nodes, values);
  const stateOf = new Map(nodes.map((node, i) => [node, states[i]]));
  /** What a node is made from: of a loop's result, what the loop is. */
  const sourcesOf = (node: Tensor): readonly Tensor[] =>
    node.inputs.flatMap((input) => (isArray(input) ? [input] : sourcesOf(input)));
  const isMade = (node: Tensor): boolean => sourcesOf(node).length > 0;
  const makesNaN = nodes.find(
    (node) =>
      isMade(node) &&
      stateOf.get(node) === 'NaN' &&
      sourcesOf(node).every((input) => stateOf.get(input) !== 'NaN'),
  );
  const end = makesNaN ?? graph.outputs.find((each) => isMade(each) && stateOf.get(each) === 'Infinity');
  if (!end) return undefined;
  let node: Tensor = end;
  for (;;) {
    const from: Tensor | undefined = sourcesOf(node).find(
      (input) => isMade(input) && stateOf.get(input) !== 'finite',
    );
    if (!from) break;
    node = from;
  }
  // An infinity that was there from the start: who made NaN of it is to blame, or nobody.
  if (sourcesOf(node).some((input) => stateOf.get(input) !== 'finite')) {
    if (!makesNaN) return undefined;
    node = makesNaN;
  }
  const nameOf = (each: Tensor): string => {
    const input = graph.inputs.indexOf(each);
    if (input >= 0) return names[input];
    const number = numberIn(each);
    const operation = each.operation === 'pick' ? 'scan' : each.operation;
    return number === undefined ? `${operation}.${order.indexOf(each)}` : String(number);
  };
  const sources = sourcesOf(node).map(nameOf).join(', ');
  return {
    instruction: `${nameOf(node)} ${showShape(node.shape)} of ${sources}`,
    value: stateOf.get(node) as Blame['value'],
  };
}
