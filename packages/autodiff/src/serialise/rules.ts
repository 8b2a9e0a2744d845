// What each operation asks of its inputs and attributes: the door for graphs that come from outside. Inside, functions/
// and operations/ make graphs that keep to it.
import { isElementwise } from '../lower/elementwise.ts';
import {
  BERNOULLI,
  BERNOULLI_LOGIT,
  EXPONENTIAL,
  NORMAL,
  NORMAL_KNOWN,
  UNIFORM,
} from '../operations/density.ts';
import { type Shape, sameShape, showShape, sizeOf } from '../shape.ts';
import { wordsTaken } from '../source.ts';
import type { Attributes, Tensor } from '../tensor.ts';

/** Thrown by a rule, and given its place by who reads the graph. */
export class Misfit extends Error {
  override readonly name: string = 'Misfit';
  /** Below the node: `inputs`, `attributes.axes`. */
  readonly path: string;
  readonly value: unknown;
  readonly allowed: string;
  constructor(path: string, value: unknown, allowed: string) {
    super(allowed);
    this.path = path;
    this.value = value;
    this.allowed = allowed;
  }
}

/** A node to be: what a rule looks at. */
export interface Candidate {
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
}
/** Throws a Misfit where a node would not be one. */
export type Rule = (node: Candidate) => void;

/** Any size or step: products of a few of them are exact, and addresses below 2^31. */
const LARGEST = 134217728;

const misfit = (path: string, value: unknown, allowed: string): never => {
  throw new Misfit(path, value, allowed);
};
const isInteger = (value: unknown, low: number, high: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;

function integer(node: Candidate, name: string, low: number, high: number = LARGEST): number {
  const value = node.attributes[name];
  if (!isInteger(value, low, high)) misfit(`attributes.${name}`, value, `an integer in [${low}, ${high}]`);
  return value as number;
}

/** A list of integers: so many, each in a range. */
function integers(
  value: unknown,
  path: string,
  count: number | undefined,
  low: number,
  high = LARGEST,
): number[] {
  const fits =
    Array.isArray(value) &&
    (count === undefined || value.length === count) &&
    value.every((each) => isInteger(each, low, high));
  if (!fits) misfit(path, value, `${count === undefined ? '' : `${count} `}integers in [${low}, ${high}]`);
  return value as number[];
}

const list = (
  node: Candidate,
  name: string,
  count: number | undefined,
  low: number,
  high?: number,
): number[] => integers(node.attributes[name], `attributes.${name}`, count, low, high);

function boolean(node: Candidate, name: string): void {
  const value = node.attributes[name];
  if (typeof value !== 'boolean') misfit(`attributes.${name}`, value, 'true or false');
}

/** So many inputs, and attributes of these names. */
function takes(
  { inputs, attributes }: Candidate,
  least: number,
  most: number,
  ...names: readonly string[]
): void {
  if (inputs.length < least || inputs.length > most)
    misfit('inputs.length', inputs.length, least === most ? `${least}` : `from ${least} to ${most}`);
  for (const name of Object.keys(attributes)) {
    if (!names.includes(name)) misfit(`attributes.${name}`, attributes[name], 'left out');
  }
}

const show = ({ shape, dtype }: Tensor): string => `${showShape(shape)} of ${dtype}`;
const sameType = ({ inputs }: Candidate): void => {
  for (const each of inputs)
    if (each.dtype !== inputs[0].dtype)
      misfit('inputs', show(each), `of type ${inputs[0].dtype}, as the first`);
};
const hasShape = (x: Tensor, shape: Shape): void => {
  if (!sameShape(x.shape, shape)) misfit('inputs', show(x), `of shape ${showShape(shape)}`);
};
const rank = (x: Tensor, least: number, most = 16): void => {
  if (x.rank < least || x.rank > most) misfit('inputs', show(x), `of ${least} to ${most} axes`);
};

/** A range of each axis of a tensor, none of which leaves it. */
function within(start: number[], step: number[], size: Shape, shape: Shape, path: string): void {
  for (const [i, from] of start.entries()) {
    const last = from + (size[i] - 1) * step[i];
    if (from < 0 || from >= shape[i] || last < 0 || last >= shape[i])
      misfit(path, showShape(start), `such that all elements are in ${showShape(shape)}`);
  }
}

function checkType(dtype: unknown): void {
  if (dtype !== 'f64' && dtype !== 'f32') misfit('attributes.dtype', dtype, "'f64' or 'f32'");
}

function sameShapes(node: Candidate): void {
  sameType(node);
  for (const each of node.inputs) hasShape(each, node.inputs[0].shape);
}

/** Doubles, square at the last two axes. */
function square(x: Tensor): void {
  rank(x, 2);
  hasShape(x, [...x.shape.slice(0, -1), x.shape[x.rank - 2]]);
  if (x.dtype !== 'f64') misfit('inputs', show(x), 'of f64');
}

const elementwise =
  (count: number): Rule =>
  (node) => {
    takes(node, count, count);
    sameShapes(node);
  };

const same: Rule = (node) => takes(node, 1, 1);

const reduction: Rule = (node) => {
  takes(node, 1, 1, 'axes');
  const axes = list(node, 'axes', undefined, 0, node.inputs[0].rank - 1);
  if (axes.length === 0 || axes.some((axis, i) => axis !== axes[0] + i))
    misfit('attributes.axes', axes, 'axes beside each other, in ascending order');
};

const rows: Rule = (node) => {
  takes(node, 1, 1);
  rank(node.inputs[0], 1);
};

const toShape: Rule = (node) => {
  takes(node, 1, 1, 'shape');
  list(node, 'shape', undefined, 1);
};

/** Sizes of windows: each pair of the last two axes but one; every product of them stays exact. */
function windows(node: Candidate): { out: number[]; image: number[]; patch: number } {
  takes(node, 1, 1, 'kernel', 'stride', 'pad', 'image', 'out');
  rank(node.inputs[0], 4, 4);
  const most = 1048576;
  list(node, 'pad', 2, 0, most);
  list(node, 'stride', 2, 1, most);
  const [height, width] = list(node, 'kernel', 2, 1, most);
  const [out, image] = [list(node, 'out', 2, 1, most), list(node, 'image', 2, 1, most)];
  return { out, image, patch: height * width };
}

/** Family of densities -> how many inputs, and which columns there are. */
const families: ReadonlyMap<number, readonly [number, readonly number[]]> = new Map([
  [NORMAL, [3, [0, 1, 2, 3]]],
  [UNIFORM, [3, [0, 2, 3]]],
  [EXPONENTIAL, [2, [0, 1, 2]]],
  [BERNOULLI, [2, [0, 2]]],
  [BERNOULLI_LOGIT, [2, [0, 2]]],
  [NORMAL_KNOWN, [5, [0, 1, 2]]],
]);

const rules: Readonly<Record<string, Rule>> = {
  identity: same,
  stopGradient: same,
  copy: same,
  cast(node) {
    takes(node, 1, 1, 'dtype');
    const { dtype } = node.attributes;
    checkType(dtype);
    if (dtype === node.inputs[0].dtype) misfit('attributes.dtype', dtype, 'another than that of the input');
  },
  where: elementwise(3),
  sum: reduction,
  prod: reduction,
  max: reduction,
  min: reduction,
  argmax: reduction,
  softmax: rows,
  logSumExp: rows,
  expand: toShape,
  reshape: toShape,
  transpose(node) {
    takes(node, 1, 1, 'axes');
    const { rank: count } = node.inputs[0];
    const axes = list(node, 'axes', count, 0, count - 1);
    if (new Set(axes).size !== count) misfit('attributes.axes', axes, 'each axis once');
  },
  slice(node) {
    takes(node, 1, 1, 'start', 'size', 'step');
    const { shape } = node.inputs[0];
    const [start, size] = [list(node, 'start', shape.length, 0), list(node, 'size', shape.length, 1)];
    within(start, list(node, 'step', shape.length, -LARGEST), size, shape, 'attributes.start');
  },
  place(node) {
    takes(node, 1, Number.POSITIVE_INFINITY, 'where', 'shape');
    sameType(node);
    const shape = list(node, 'shape', undefined, 1);
    const { where } = node.attributes;
    if (!Array.isArray(where) || where.length !== node.inputs.length)
      misfit('attributes.where', where, `${node.inputs.length} places`);
    for (const [i, piece] of node.inputs.entries()) {
      const path = `attributes.where[${i}]`;
      const { start, step } = Object(where as unknown[])[i] ?? {};
      const from = integers(start, `${path}.start`, shape.length, 0);
      const steps = integers(step, `${path}.step`, shape.length, -LARGEST);
      rank(piece, shape.length, shape.length);
      within(from, steps, piece.shape, shape, `${path}.start`);
    }
  },
  gather(node) {
    takes(node, 2, 2);
    rank(node.inputs[0], 1);
  },
  scatterAdd(node) {
    takes(node, 2, 2, 'shape');
    if (list(node, 'shape', undefined, 1).length === 0)
      misfit('attributes.shape', '[]', 'a shape with an axis');
  },
  linearScan(node) {
    takes(node, 2, 3, 'reverse');
    sameType(node);
    boolean(node, 'reverse');
  },
  matmul(node) {
    takes(node, 2, 2);
    sameType(node);
    const [a, b] = node.inputs;
    rank(a, 2);
    hasShape(b, [...a.shape.slice(0, -2), a.shape[a.rank - 1], b.shape[b.rank - 1]]);
  },
  density(node) {
    const { family } = node.attributes;
    const known = families.get(family as number);
    if (!known) return misfit('attributes.family', family, [...families.keys()].join(', '));
    const [count, columns] = known;
    takes(node, count, count, 'family', 'column');
    sameShapes(node);
    const { column } = node.attributes;
    if (!columns.includes(column as number)) misfit('attributes.column', column, columns.join(', '));
  },
  cholesky(node) {
    takes(node, 1, 1);
    square(node.inputs[0]);
  },
  triangularSolve(node) {
    takes(node, 2, 2, 'transpose');
    boolean(node, 'transpose');
    sameType(node);
    const [l, b] = node.inputs;
    square(l);
    rank(b, l.rank, l.rank);
    hasShape(b, [...l.shape.slice(0, -1), b.shape[b.rank - 1]]);
  },
  patches(node) {
    const { image } = windows(node);
    const [batch, , , channels] = node.inputs[0].shape;
    hasShape(node.inputs[0], [batch, ...image, channels]);
  },
  fold(node) {
    const { out, patch } = windows(node);
    const [batch, , , width] = node.inputs[0].shape;
    hasShape(node.inputs[0], [batch, ...out, width]);
    if (width % patch !== 0)
      misfit('inputs', show(node.inputs[0]), `with a multiple of ${patch} at its last axis`);
  },
  draw(node) {
    takes(node, 1, 1, 'kind', 'offset', 'shape', 'dtype');
    const { kind, dtype } = node.attributes;
    if (!['uniform', 'normal', 'exponential'].includes(kind as string))
      misfit('attributes.kind', kind, "'uniform', 'normal' or 'exponential'");
    checkType(dtype);
    const each = dtype === 'f64' ? 2 : 1;
    const count = sizeOf(list(node, 'shape', undefined, 1)) * each;
    integer(node, 'offset', 0, (wordsTaken(node.inputs[0]) ?? 0) - count);
  },
  scan(node) {
    takes(node, 0, Number.POSITIVE_INFINITY, 'length', 'reverse', 'carries', 'sequences', 'body');
    const length = integer(node, 'length', 1);
    boolean(node, 'reverse');
    const { inputs: given, outputs } = node.attributes.body as { inputs: Tensor[]; outputs: Tensor[] };
    const carries = integer(node, 'carries', 0, outputs.length);
    const sequences = integer(node, 'sequences', 0);
    const places = carries + sequences;
    if (given.length !== places) misfit('attributes.body.inputs', given, `${places} nodes`);
    if (node.inputs.length < places) misfit('inputs.length', node.inputs.length, `at least ${places}`);
    for (const [i, inner] of given.entries()) {
      const outer = node.inputs[i];
      hasShape(outer, i < carries ? inner.shape : [length, ...inner.shape]);
      if (outer.dtype !== inner.dtype) misfit('inputs', show(outer), `of type ${inner.dtype}`);
    }
    for (let i = 0; i < carries; i++) {
      hasShape(outputs[i], given[i].shape);
      if (outputs[i].dtype !== given[i].dtype)
        misfit('attributes.body.outputs', show(outputs[i]), show(given[i]));
    }
  },
  pick(node) {
    takes(node, 1, 1, 'index');
    const { carries, body } = node.inputs[0].attributes as { carries: number; body: { outputs: Tensor[] } };
    integer(node, 'index', 0, body.outputs.length + carries - 1);
  },
};

const BINARY = new Set('add sub mul div minimum maximum equal less lessEqual pow polygamma'.split(' '));

/** The rule of an operation; undefined where there is none, and so no such operation in a program. */
export function ruleOf(operation: string): Rule | undefined {
  if (Object.hasOwn(rules, operation)) return rules[operation];
  if (!isElementwise(operation)) return undefined;
  return elementwise(BINARY.has(operation) ? 2 : 1);
}
