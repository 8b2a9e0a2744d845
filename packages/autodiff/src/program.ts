// A compiled function.
import { type Machine, machine } from '@stokast/core-wasm';
import { Executable } from './executable.ts';
import { explain, signatureOf } from './explain/explain.ts';
import type { Graph } from './graph.ts';
import { checkLeaks } from './leaks.ts';
import { type Plan, planOf } from './lower/plan.ts';
import { Passage } from './passage.ts';
import { INSPECT } from './printed.ts';
import type { ProgramData } from './serialise/format.ts';
import { writeProgram } from './serialise/write.ts';
import type { DType, Shape } from './shape.ts';
import { wordsTaken } from './source.ts';
import type { Nesting } from './tree.ts';

/** One argument or result of a program: where it stands, and what it is. */
export interface Description {
  /** `arguments[0].mu`, or `result.gradient`. */
  readonly path: string;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Of an argument that is a stream: the words of 32 bits that each run takes. Its shape is that of its place. */
  readonly words?: number;
}

/**
 * A compiled function: call it with numbers and arrays, get numbers and arrays. Its memory in the machine is given
 * back when nothing refers to it any more.
 */
export interface Program<A extends readonly unknown[], R> {
  (...values: A): R;
  /** Runs the program and writes what it gives into an earlier result, or one of the same form, which it returns. */
  into(result: R, ...values: A): R;
  /** What it takes and what it gives, in order. */
  readonly inputs: readonly Description[];
  readonly outputs: readonly Description[];
  /** The program as plain data, which JSON keeps bit for bit and `fromJSON` makes a program of again. */
  toJSON(): ProgramData;
  /** A text that says what the machine does: instructions, memory, work. */
  explain(): string;
  /** Bytes of the machine's memory that it needs for numbers, its instructions aside. */
  readonly bytes: number;
}

/** A traced function: its graph, and the forms of what goes in and comes out. */
export interface Traced {
  readonly graph: Graph;
  readonly given: Nesting;
  readonly returned: Nesting;
  /** So many leading results are what the next run finds in as many leading inputs: a state. */
  readonly carried?: number;
}

const WHAT = 'Cannot run a program';

/** What a program is made of: planned once, when it is first needed, and laid into each machine that runs it. */
export class Compiled {
  readonly traced: Traced;
  private planned: Plan | undefined;
  private readonly opened: Map<Machine, Executable> = new Map();
  private last: Executable | undefined;
  private readonly given: Passage;
  private readonly returned: Passage;

  constructor(traced: Traced) {
    checkLeaks(traced.graph);
    this.traced = traced;
    this.given = new Passage(traced.given);
    this.returned = new Passage(traced.returned);
  }

  get plan(): Plan {
    this.planned ??= planOf(this.traced.graph, this.traced.carried);
    return this.planned;
  }

  /** The program in the machine that runs now. */
  executable(): Executable {
    const now = machine();
    if (this.last?.machine === now && this.last.open) return this.last;
    let executable = this.opened.get(now);
    if (!executable?.open) {
      executable = new Executable(now, this.plan, this.traced.carried !== undefined);
      this.opened.set(now, executable);
    }
    this.last = executable;
    return executable;
  }

  /** Gives its memory back now, in every machine: for programs that nobody else has. A state in it is lost. */
  close(): void {
    for (const executable of this.opened.values()) executable.close();
    this.opened.clear();
    this.last = undefined;
  }

  /** Runs it with these arguments; what it gives is in the executable that comes back. */
  run(values: readonly unknown[]): Executable {
    const executable = this.executable();
    this.given.write(WHAT, values, executable);
    executable.run();
    return executable;
  }

  call(values: readonly unknown[]): unknown {
    return this.returned.read(this.run(values));
  }

  into(result: unknown, values: readonly unknown[]): unknown {
    return this.returned.readInto(WHAT, this.run(values), result);
  }
}

const INSIDE: unique symbol = /* @__PURE__ */ Symbol('inside') as never;

/** What a program is made of, for those who run it from inside the core. */
export const insideOf = (program: Program<never, unknown>): Compiled =>
  (program as unknown as { readonly [INSIDE]: Compiled })[INSIDE];

const describe = (nodes: Graph['inputs'], { paths }: Nesting): readonly Description[] =>
  nodes.map((node, i) => {
    const { shape, dtype } = node;
    const words = wordsTaken(node);
    return { path: paths[i], shape, dtype, ...(words === undefined ? {} : { words }) };
  });

/** The program of a traced function. */
export function programOf<A extends readonly unknown[], R>(traced: Traced): Program<A, R> {
  const compiled = new Compiled(traced);
  const { graph, given, returned } = traced;
  const call = (...values: A): R => compiled.call(values) as R;
  const text = (): string => `program ${signatureOf(traced)}`;
  return Object.defineProperties(call, {
    into: { value: (result: R, ...values: A) => compiled.into(result, values) },
    toJSON: { value: () => writeProgram(traced) },
    [INSIDE]: { value: compiled },
    toString: { value: text },
    [INSPECT]: { value: text },
    explain: { value: () => explain(traced, compiled.plan) },
    inputs: { get: () => describe(graph.inputs, given) },
    outputs: { get: () => describe(graph.outputs, returned) },
    bytes: { get: () => compiled.plan.bytes },
  }) as Program<A, R>;
}
