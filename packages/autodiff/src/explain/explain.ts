// A program as a text that people read.
import type { Buffer, Ref } from '../lower/buffers.ts';
import type { Plan } from '../lower/plan.ts';
import type { Traced } from '../program.ts';
import { type Shape, showShape, sizeOf, WIDTH } from '../shape.ts';
import { wordsTaken } from '../source.ts';
import type { Tensor } from '../tensor.ts';
import { type Line, linesOf } from './walk.ts';

const WORD = 4;

/** Short names for paths: `arg0.mu` for `arguments[0].mu`, `gradient` for `result.gradient`. */
const shortOf = (path: string): string =>
  path.replace(/^arguments\[(\d+)\]/, 'arg$1').replace(/^result\./, '');

/** Names of buffers: arguments and results by their paths, all else by what is in them and a number. */
class Names {
  private readonly names: Map<Buffer, string> = new Map();
  private count = 0;

  constructor({ given, returned }: Traced, { inputs, outputs, constants }: Plan) {
    for (const [i, { buffer }] of inputs.entries()) this.names.set(buffer, shortOf(given.paths[i]));
    for (const { buffer, data } of constants)
      this.names.set(buffer, data.length === 1 ? String(data[0]) : this.next('data'));
    for (const [i, { buffer, offset }] of outputs.entries()) {
      if (offset === buffer.offset && !this.names.has(buffer))
        this.names.set(buffer, shortOf(returned.paths[i]));
    }
  }

  private next(label: string): string {
    return `${label}.${++this.count}`;
  }

  of({ buffer, bytes }: Pick<Ref, 'buffer' | 'bytes'>): string {
    let name = this.names.get(buffer);
    if (name === undefined) {
      name = this.next(buffer.label.replaceAll(' ', '-'));
      this.names.set(buffer, name);
    }
    return bytes === 0 ? name : `${name} + ${bytes}`;
  }

  /** With its shape, where it is an array. */
  full(ref: Ref): string {
    const { shape } = ref.buffer;
    return shape && shape.length > 0 && ref.bytes === 0
      ? `${this.of(ref)} ${showShape(shape)}`
      : this.of(ref);
  }
}

/** Columns of a text, the second to the right. */
function table(rows: readonly (readonly [string, string, string])[]): string[] {
  const widths = [0, 1].map((i) => rows.reduce((most, row) => Math.max(most, row[i].length), 0));
  return rows.map(([first, second, third]) =>
    `${first.padEnd(widths[0])}  ${second.padStart(widths[1])}  ${third}`.trimEnd(),
  );
}

function rowOf(line: Line, names: Names): readonly [string, string, string] {
  const written = line.accesses.filter(({ writes, to, from }) => writes && to > from);
  const [first] = written;
  // FINISH works in what it reads.
  const results = line.accesses.filter((each) => each.writes && (each === first || line.name === 'density'));
  const sources = line.accesses.filter((each) => !results.includes(each) && each.to > each.from);
  const to = results.map(({ ref }) => names.full(ref)).join(', ');
  const from = sources.map(({ ref }) => names.of(ref)).join(', ');
  const made = from === '' ? to : `${to} = ${from}`;
  const isLoop = line.name === 'loop' || line.name === 'scan';
  const what = isLoop ? line.facts : line.facts === '' ? made : `${made}  (${line.facts})`;
  const elements = isLoop ? '' : String(Math.max(1, Math.floor(line.elements)));
  return [`${'  '.repeat(line.depth + 1)}${line.name}`, elements, what];
}

const described = (paths: readonly string[], nodes: readonly Tensor[]): string =>
  paths
    .map((path, i) => {
      const isStream = wordsTaken(nodes[i]) !== undefined;
      return `${shortOf(path)} ${isStream ? 'stream' : showShape(nodes[i].shape)}`;
    })
    .join(', ');

/** What a program takes and gives: `(arg0 [3]) -> value [], gradient [3]`. */
export const signatureOf = ({ graph, given, returned }: Traced): string =>
  `(${described(given.paths, graph.inputs)}) -> ${described(returned.paths, graph.outputs)}`;

const bytesOf = (slots: readonly { shape: Shape; dtype: 'f64' | 'f32' }[]): number =>
  slots.reduce((all, { shape, dtype }) => all + sizeOf(shape) * WIDTH[dtype], 0);

/** A count with its unit: 24 B, 1.2 kB, 34 MB. */
function short(count: number, unit: string): string {
  let [value, prefix] = [count, ''];
  for (const next of ['k', 'M', 'G', 'T']) {
    if (value < 1000) break;
    value /= 1000;
    prefix = next;
  }
  const digits = value < 100 && prefix !== '' ? Math.floor(value * 10 + 0.5) / 10 : Math.floor(value + 0.5);
  return `${digits} ${prefix}${unit}`;
}

/** The program as text: its instructions, its memory, its work. */
export function explain(traced: Traced, plan: Plan): string {
  const names = new Names(traced, plan);
  const setup = [...linesOf(plan, 0, plan.setup)];
  const run = [...linesOf(plan, plan.setup, plan.instructions.length)];
  const section = (name: string, lines: readonly Line[]): (readonly [string, string, string])[] =>
    lines.length === 0 ? [] : [[name, 'elements', ''], ...lines.map((line) => rowOf(line, names))];
  const words = plan.instructions.reduce((all, { length }) => all + length, 2);
  const constants = plan.constants.reduce((all, { data }) => all + data.byteLength, 0);
  const own = bytesOf(plan.inputs) + constants;
  const rows: [string, number][] = [
    ['arguments', bytesOf(plan.inputs)],
    ['constants', constants],
    ['results and temporaries', plan.bytes - own],
    ['instructions', words * WORD],
  ];
  const memory = rows.map(([name, bytes]): [string, string, string] => [`  ${name}`, short(bytes, 'B'), '']);
  const work = run.reduce((all, line) => all + line.times * line.work, 0);
  const moved = run.reduce(
    (all, { accesses, times }) => all + times * accesses.reduce((sum, each) => sum + each.moved, 0),
    0,
  );
  return [
    `program ${signatureOf(traced)}`,
    '',
    ...table([...section('setup, once', setup), ...section('run', run)]),
    '',
    ...table([['memory', '', ''], ...memory]),
    '',
    `work of a run: ${short(work, 'flop')}, ${short(moved, 'B')} read and written`,
  ].join('\n');
}
