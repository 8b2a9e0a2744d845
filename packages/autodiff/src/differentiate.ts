// Reverse-mode differentiation of the graph (Linnainmaa 1970; Griewank and Walther, Evaluating Derivatives, 2008):
// from the results back to what they are differentiated in, each node hands its derivative to its inputs.
import { add, expand } from './functions/index.ts';
import { mask, unmask } from './masks.ts';
import { operations } from './operations/index.ts';
import { joinPlaces } from './operations/movement.ts';
import { joinBundles } from './operations/scan.ts';
import { scalar } from './record.ts';
import type { Tensor } from './tensor.ts';

export const zerosLike = (x: Tensor): Tensor => expand(scalar(0, x.dtype), x.shape);
export const onesLike = (x: Tensor): Tensor => expand(scalar(1, x.dtype), x.shape);

/** Nodes that `outputs` are made from and that depend on one of `wrt`, latest first. */
function path(outputs: readonly Tensor[], wrt: readonly Tensor[]): { order: Tensor[]; depends: Set<Tensor> } {
  const depends = new Set(wrt);
  const seen = new Set<Tensor>();
  const stack = [...outputs];
  while (stack.length > 0) {
    const node = stack.pop() as Tensor;
    if (seen.has(node)) continue;
    seen.add(node);
    // What is differentiated in counts as given, whatever it was made from.
    if (!depends.has(node)) for (const input of node.inputs) stack.push(input);
  }
  const order = [...seen].sort((a, b) => a.id - b.id);
  const given = new Set(wrt);
  for (const node of order) {
    if (node.inputs.some((input) => depends.has(input))) depends.add(node);
  }
  return { order: order.filter((node) => depends.has(node) && !given.has(node)).reverse(), depends };
}

/** The sum of the derivatives of one node; those of its parts are laid side by side before anything is added. */
function total(parts: readonly Tensor[]): Tensor {
  if (parts[0].operation === 'bundle') return parts.reduce(joinBundles);
  const places = parts.filter(({ operation }) => operation === 'place');
  const others = parts.filter(({ operation }) => operation !== 'place');
  return [...others, ...(places.length > 0 ? joinPlaces(places) : [])].reduce(add);
}

/** sum over k of cotangents[k] * d outputs[k] / d wrt[i], for each i; undefined where nothing depends on it. */
export function pullback(
  outputs: readonly Tensor[],
  cotangents: readonly Tensor[],
  wrt: readonly Tensor[],
): (Tensor | undefined)[] {
  const { order, depends } = path(outputs, wrt);
  const gathered = new Map<Tensor, Tensor[]>();
  const give = (node: Tensor, part: Tensor): void => {
    const before = gathered.get(node);
    if (before) before.push(part);
    else gathered.set(node, [part]);
  };
  for (const [k, output] of outputs.entries()) give(output, cotangents[k]);
  for (const node of order) {
    const given = gathered.get(node);
    const { pullback: rule, elementwise } = operations[node.operation];
    if (!given || !rule || node.inputs.length === 0) continue;
    const needs = node.inputs.map((input) => depends.has(input));
    if (!needs.includes(true)) continue;
    const cotangent = total(given);
    const { bare, masks } = elementwise ? unmask(cotangent) : { bare: cotangent, masks: [] };
    const parts = rule({ node, inputs: node.inputs, attributes: node.attributes, cotangent: bare, needs });
    node.inputs.forEach((input, i) => {
      const part = parts[i];
      if (needs[i] && part) give(input, mask(part, masks));
    });
  }
  return wrt.map((each) => {
    const given = gathered.get(each);
    return given && total(given);
  });
}
