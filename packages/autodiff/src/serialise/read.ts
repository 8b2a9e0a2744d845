// From plain data of any origin to a traced function: every node is checked and its shape inferred anew.
import { checkInteger, checkObject } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { fromPlain } from '../base64.ts';
import { operations } from '../operations/index.ts';
import type { Traced } from '../program.ts';
import { placeholder } from '../record.ts';
import { type Body, constantsOf } from '../scan/body.ts';
import { checkSize, type DType, type Shape, sameShape, showShape, sizeOf } from '../shape.ts';
import { SOURCE_SHAPE, wordsTaken } from '../source.ts';
import { specOf } from '../spec.ts';
import { type Attributes, Tensor } from '../tensor.ts';
import { flatten, type Nesting, renamed } from '../tree.ts';
import { FORMAT, VERSION } from './format.ts';
import { Misfit, ruleOf } from './rules.ts';

const WHAT = 'Cannot read a program';

type Fields = Readonly<Record<string, unknown>>;

class Reader {
  readonly nodes: Tensor[] = [];
  /** What a node depends on that stands for an argument, of the program or of a body. */
  private readonly open: Map<Tensor, ReadonlySet<Tensor>> = new Map();
  /** Results of scans that have their node. */
  private readonly picked: Map<Tensor, Set<unknown>> = new Map();
  /** Arguments of bodies that have their scan. */
  private readonly bound: Set<Tensor> = new Set();

  /** The node at a place that is named in the data. */
  at(place: unknown, path: string): Tensor {
    if (typeof place === 'number' && Number.isInteger(place) && place >= 0 && place < this.nodes.length)
      return this.nodes[place];
    const allowed =
      this.nodes.length === 0
        ? 'the place of a node before it'
        : `an integer in [0, ${this.nodes.length - 1}]`;
    throw rangeFault(WHAT, path, place, `${allowed}: the place of a node before it`);
  }

  list(value: unknown, path: string): Tensor[] {
    if (!Array.isArray(value)) throw typeFault(WHAT, path, value, 'an array of places of nodes');
    return value.map((each, i) => this.at(each, `${path}[${i}]`));
  }

  add(data: unknown, path: string): void {
    checkObject(WHAT, path, data);
    const fields = data as Fields;
    const { operation } = fields;
    if (operation === 'input' || operation === 'constant')
      this.nodes.push(this.leaf(operation, fields, path));
    else this.nodes.push(this.inner(operation, fields, path));
  }

  private leaf(operation: 'input' | 'constant', fields: Fields, path: string): Tensor {
    const { shape, dtype } = fields;
    const spec = specOf(WHAT)({ shape, dtype }, path) as { shape: Shape; dtype: DType } | undefined;
    if (!spec) throw typeFault(WHAT, `${path}.shape`, shape, 'an array of sizes');
    if (operation === 'input') {
      const node = placeholder('input', this.stream(fields, path), spec.shape, spec.dtype);
      this.open.set(node, new Set([node]));
      return node;
    }
    const data = fromPlain(fields.data, sizeOf(spec.shape), spec.dtype);
    if (!data) {
      const allowed = `${sizeOf(spec.shape)} numbers, or the base64 of their bytes`;
      throw rangeFault(WHAT, `${path}.data`, fields.data, allowed);
    }
    return new Tensor('constant', [], { data }, spec.shape, spec.dtype);
  }

  /** What an argument is beside its shape: a stream, or nothing. */
  private stream({ words, shape, dtype }: Fields, path: string): Attributes {
    if (words === undefined) return {};
    checkInteger(WHAT, `${path}.words`, words, 0, 2147483647);
    if (!sameShape(shape as Shape, SOURCE_SHAPE) || dtype !== 'f64')
      throw rangeFault(WHAT, `${path}.shape`, shape, `${showShape(SOURCE_SHAPE)} of f64, for a stream`);
    return { taken: { words } };
  }

  private inner(operation: unknown, fields: Fields, path: string): Tensor {
    const known = typeof operation === 'string' && Object.hasOwn(operations, operation);
    const rule = known ? ruleOf(operation) : undefined;
    if (!known || !rule)
      throw rangeFault(WHAT, `${path}.operation`, operation, 'an operation of this release');
    const inputs = this.list(fields.inputs, `${path}.inputs`);
    for (const [i, input] of inputs.entries()) {
      if ((input.operation === 'scan') !== (operation === 'pick'))
        throw rangeFault(
          WHAT,
          `${path}.inputs[${i}]`,
          input.operation,
          'a scan for `pick`, no scan for all else',
        );
    }
    const attributes = this.attributes(operation, fields.attributes ?? {}, `${path}.attributes`);
    try {
      rule({ inputs, attributes });
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      throw rangeFault(WHAT, `${path}.${error.path}`, error.value, error.allowed);
    }
    const { shape, dtype } = operations[operation].infer(inputs, attributes);
    checkSize(WHAT, path, shape);
    if (operation === 'pick') this.pick(inputs[0], attributes.index, path);
    const node = new Tensor(operation, inputs, attributes, [...shape], dtype);
    this.close(node, path);
    return node;
  }

  /** Each result of a scan is one node. */
  private pick(scan: Tensor, index: unknown, path: string): void {
    const picked = this.picked.get(scan) ?? new Set();
    if (picked.has(index)) throw rangeFault(WHAT, `${path}.attributes.index`, index, 'picked by one node');
    this.picked.set(scan, picked.add(index));
  }

  private attributes(operation: string, value: unknown, path: string): Attributes {
    checkObject(WHAT, path, value);
    if (operation !== 'scan') return copyOf(value, path) as Attributes;
    const { body } = value as Fields;
    checkObject(WHAT, `${path}.body`, body);
    const { inputs, outputs } = body as Fields;
    const made: Body = {
      inputs: this.list(inputs, `${path}.body.inputs`),
      outputs: this.list(outputs, `${path}.body.outputs`),
    };
    for (const [i, each] of made.inputs.entries()) {
      if (each.operation !== 'input' || wordsTaken(each) !== undefined || this.bound.has(each))
        throw rangeFault(WHAT, `${path}.body.inputs[${i}]`, each.operation, 'an input of this body alone');
      this.bound.add(each);
    }
    for (const [i, each] of made.outputs.entries()) {
      if (each.operation === 'scan')
        throw rangeFault(
          WHAT,
          `${path}.body.outputs[${i}]`,
          'scan',
          'made of other nodes than scans: use `pick`',
        );
    }
    const { body: _, ...rest } = value as Fields;
    return { ...(copyOf(rest, path) as Attributes), body: made };
  }

  /** What nodes depend on together: most have one set, which they share. */
  private openIn(nodes: readonly Tensor[]): ReadonlySet<Tensor> {
    let all: ReadonlySet<Tensor> = new Set();
    for (const node of nodes) {
      const open = this.open.get(node);
      if (!open || open === all) continue;
      if (all.size === 0) {
        all = open;
        continue;
      }
      const more = [...open].filter((each) => !all.has(each));
      if (more.length > 0) all = new Set([...all, ...more]);
    }
    return all;
  }

  /** Notes what a node depends on; a scan's body must read what the scan says, and its own arguments stay in it. */
  private close(node: Tensor, path: string): void {
    let open = this.openIn(node.inputs);
    if (node.operation === 'scan') {
      const { carries, sequences, body } = node.attributes as {
        carries: number;
        sequences: number;
        body: Body;
      };
      const constants = constantsOf(body);
      const named = node.inputs.slice(carries + sequences);
      if (constants.length !== named.length || constants.some((each, i) => each !== named[i]))
        throw rangeFault(
          WHAT,
          `${path}.inputs`,
          named,
          'carries, sequences, and the nodes outside that the body reads',
        );
      const bound = new Set(body.inputs);
      const inside = [...this.openIn(body.outputs)].filter((each) => !bound.has(each));
      open = new Set([...open, ...inside]);
      for (const input of body.inputs) {
        if (open.has(input)) throw rangeFault(WHAT, `${path}.inputs`, input, 'made outside of its body');
      }
    }
    this.open.set(node, open);
  }

  /** The nodes at a nesting's leaves. */
  nesting(name: string, value: unknown): Nesting & { readonly leaves: readonly Tensor[] } {
    const leaf = (each: unknown, path: string): Tensor | undefined =>
      typeof each === 'number' ? this.at(each, path) : undefined;
    const found = flatten(WHAT, `program.${name}`, value, leaf, 'places of nodes in objects and arrays');
    return { ...found, ...renamed(found, name) };
  }

  /** The program's arguments, which all must be that results depend on. */
  checkEnds(inputs: readonly Tensor[], outputs: readonly Tensor[]): void {
    const own = new Set(inputs);
    for (const [i, input] of inputs.entries()) {
      if (input.operation !== 'input' || this.bound.has(input) || inputs.indexOf(input) !== i)
        throw rangeFault(
          WHAT,
          'program.arguments',
          input.operation,
          'inputs, each once, that are no part of a scan',
        );
    }
    for (const output of outputs) {
      if (wordsTaken(output) !== undefined) throw rangeFault(WHAT, 'program.result', 'a stream', 'tensors');
      if (output.operation === 'scan')
        throw rangeFault(WHAT, 'program.result', 'scan', 'made of other nodes than scans: use `pick`');
      for (const each of this.open.get(output) ?? []) {
        if (!own.has(each)) throw rangeFault(WHAT, 'program.result', each, 'made from the arguments');
      }
    }
  }
}

/** A copy of plain data, which nobody else can change. */
function copyOf(value: unknown, path: string, depth = 0): unknown {
  if (depth > 8) throw typeFault(WHAT, path, value, 'nested less deeply');
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((each, i) => copyOf(each, `${path}[${i}]`, depth + 1));
  checkObject(WHAT, path, value);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, copyOf(each, `${path}.${name}`, depth + 1)]),
  );
}

/** The traced function that data stands for, as `writeProgram` wrote it; throws on all that it did not write. */
export function readProgram(data: unknown): Traced {
  checkObject(WHAT, 'program', data);
  const { format, version, nodes, arguments: given, result } = data as Fields;
  if (format !== FORMAT) throw rangeFault(WHAT, 'program.format', format, `'${FORMAT}'`);
  if (version !== VERSION) throw rangeFault(WHAT, 'program.version', version, `${VERSION}`);
  if (!Array.isArray(nodes)) throw typeFault(WHAT, 'program.nodes', nodes, 'an array');
  const reader = new Reader();
  for (const [i, node] of nodes.entries()) reader.add(node, `program.nodes[${i}]`);
  if (!Array.isArray(given)) throw typeFault(WHAT, 'program.arguments', given, 'an array');
  const inputs = reader.nesting('arguments', given);
  const outputs = reader.nesting('result', result);
  reader.checkEnds(inputs.leaves, outputs.leaves);
  return { graph: { inputs: inputs.leaves, outputs: outputs.leaves }, given: inputs, returned: outputs };
}
