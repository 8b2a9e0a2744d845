// The operation `scan`, a loop over steps whose body is a graph, and `pick`, one of the several things it gives.
import { pullback, zerosLike } from '../differentiate.ts';
import { add } from '../functions/index.ts';
import { record } from '../record.ts';
import { type Body, bodyOf, dependents, type Loop, pickOf, scanNodes } from '../scan/body.ts';
import { substitute } from '../scan/substitute.ts';
import type { Tensor } from '../tensor.ts';
import type { Operation, Pullback } from './operation.ts';

/** Derivatives by what they are of; those of one place add up. */
export function joinBundles(a: Tensor, b: Tensor): Tensor {
  const parts = new Map<number, Tensor>();
  for (const bundle of [a, b]) {
    const places = bundle.attributes.places as readonly number[];
    for (const [i, part] of bundle.inputs.entries()) {
      const before = parts.get(places[i]);
      parts.set(places[i], before ? add(before, part) : part);
    }
  }
  return record('bundle', [...parts.values()], { places: [...parts.keys()] });
}

/** Which carries have a derivative: those that needed inputs reach, in one step or in many. */
function activeCarries(loop: Loop, body: Body, needs: readonly boolean[]): boolean[] {
  const active = needs.slice(0, loop.carries);
  while (true) {
    const wrt = [
      ...body.inputs.filter((_, i) => (i < loop.carries ? active[i] : needs[i])),
      ...loop.constants.filter((_, i) => needs[loop.carries + loop.sequences + i]),
    ];
    const reached = dependents(body.outputs, wrt);
    const next = active.map((each, i) => each || reached.has(body.outputs[i]));
    if (next.every((each, i) => each === active[i])) return active;
    for (const [i, each] of next.entries()) active[i] = each;
  }
}

/**
 * The loop backwards: each step does the body's step again from the carry that the loop forwards came with, and hands
 * the derivative of its results to what it was made from. Memory: one carry a step.
 */
function pullbackScan({ node, inputs, cotangent, needs }: Pullback): readonly (Tensor | undefined)[] {
  const { loop, body } = bodyOf(node);
  const { carries, sequences, length, reverse } = loop;
  const outputs = body.outputs.length - carries;
  const given = new Map<number, Tensor>();
  const places = cotangent.attributes.places as readonly number[];
  for (const [i, part] of cotangent.inputs.entries()) given.set(places[i], part);

  const active = activeCarries(loop, body, needs);
  const carryAt = active.flatMap((each, i) => (each ? [i] : []));
  const sequenceAt = [...Array(sequences).keys()].filter((i) => needs[carries + i]);
  const constantAt = loop.constants.flatMap((_, i) => (needs[carries + sequences + i] ? [i] : []));
  const outputAt = [...Array(outputs).keys()].filter((i) => given.has(carries + i));
  const historyAt = carryAt.filter((i) => given.has(carries + outputs + i));

  const before = body.inputs.slice(0, carries).map((_, i) => pickOf(node, carries + outputs + i));
  const back = scanNodes(
    length,
    !reverse,
    [
      ...carryAt.map((i) => given.get(i) ?? zerosLike(inputs[i])),
      ...constantAt.map((i) => zerosLike(loop.constants[i])),
    ],
    [
      ...before,
      ...inputs.slice(carries, carries + sequences),
      ...outputAt.map((i) => given.get(carries + i) as Tensor),
      ...historyAt.map((i) => given.get(carries + outputs + i) as Tensor),
    ],
    (carry, x) => {
      const here = x.slice(0, carries + sequences);
      const results = substitute(body.outputs, new Map(body.inputs.map((each, i) => [each, here[i]])));
      const [derivatives, ofHistory] = [
        x.slice(carries + sequences),
        x.slice(carries + sequences + outputAt.length),
      ];
      const constants = constantAt.map((i) => loop.constants[i]);
      const parts = pullback(
        [...carryAt.map((i) => results[i]), ...outputAt.map((i) => results[carries + i])],
        [...carry.slice(0, carryAt.length), ...derivatives.slice(0, outputAt.length)],
        [...carryAt.map((i) => here[i]), ...constants, ...sequenceAt.map((i) => here[carries + i])],
      );
      const handed = carryAt.map((i, k) => {
        const part = parts[k] ?? zerosLike(inputs[i]);
        const more = historyAt.indexOf(i);
        return more < 0 ? part : add(part, ofHistory[more]);
      });
      const summed = constants.map((_, k) => {
        const part = parts[carryAt.length + k];
        const sum = carry[carryAt.length + k];
        return part ? add(sum, part) : sum;
      });
      const ofSequences = sequenceAt.map(
        (i, k) => parts[carryAt.length + constants.length + k] ?? zerosLike(here[carries + i]),
      );
      return { carry: [...handed, ...summed], outputs: ofSequences };
    },
  );
  const result: (Tensor | undefined)[] = inputs.map(() => undefined);
  for (const [k, i] of carryAt.entries()) result[i] = back.carry[k];
  for (const [k, i] of constantAt.entries()) result[carries + sequences + i] = back.carry[carryAt.length + k];
  for (const [k, i] of sequenceAt.entries()) result[carries + i] = back.outputs[k];
  return result;
}

/**
 * `scan`: inputs are carries, sequences and constants of the body; its several results are had by `pick`: carries at
 * the end, then the outputs of each step, then the carries before each step. `bundle`: derivatives of several picks.
 */
export const scans: Readonly<Record<string, Operation>> = {
  scan: {
    infer: () => ({ shape: [], dtype: 'f64' }),
    pullback: pullbackScan,
  },
  pick: {
    infer([node], { index }) {
      const { loop, body } = bodyOf(node);
      const { carries, length } = loop;
      const at = index as number;
      if (at < carries) return body.outputs[at];
      const each = at < body.outputs.length ? body.outputs[at] : body.inputs[at - body.outputs.length];
      return { shape: [length, ...each.shape], dtype: each.dtype };
    },
    pullback: ({ attributes, cotangent }) => [record('bundle', [cotangent], { places: [attributes.index] })],
  },
  bundle: {
    infer: () => ({ shape: [], dtype: 'f64' }),
  },
};
