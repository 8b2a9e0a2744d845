// Objectives for tests: scalar expressions and their gradients as programs of one-number instructions, by a small tape.
import {
  ADD_ONE,
  ATAN,
  COPY,
  DIV_ONE,
  END,
  EXP,
  LOG,
  MUL_ONE,
  SUB_ONE,
} from '../../../src/kernels/program/opcodes';
import type { Machine } from '../../../src/machine';

/** A number of the program: the slot of its value, and how it was made. */
export interface Node {
  readonly slot: number;
  readonly from: readonly Node[];
  /** The derivative of the result by each of `from`, as nodes. */
  readonly partials: () => readonly Node[];
}

type Instruction = readonly number[];
const SLOT = 64;

/** Records instructions over slots of 64 bytes, of which the first n hold the parameters. */
export class Tape {
  readonly code: Instruction[] = [];
  readonly constants = new Map<number, number>();
  private readonly nodes: Node[] = [];
  private slots = 0;

  private make(from: readonly Node[], partials: () => readonly Node[]): Node {
    const node = { slot: this.slots++, from, partials };
    this.nodes.push(node);
    return node;
  }

  leaf(): Node {
    return this.make([], () => []);
  }

  /** A number that is the same in every run. */
  number(value: number): Node {
    const node = this.leaf();
    this.constants.set(node.slot, value);
    return node;
  }

  private lift = (x: Node | number): Node => (typeof x === 'number' ? this.number(x) : x);

  private binary(opcode: number, a: Node, b: Node, partials: (y: Node) => readonly Node[]): Node {
    const y: Node = this.make([a, b], () => partials(y));
    this.code.push([opcode, y.slot, a.slot, b.slot]);
    return y;
  }

  add(a: Node | number, b: Node | number): Node {
    return this.binary(ADD_ONE, this.lift(a), this.lift(b), () => [this.number(1), this.number(1)]);
  }
  sub(a: Node | number, b: Node | number): Node {
    return this.binary(SUB_ONE, this.lift(a), this.lift(b), () => [this.number(1), this.number(-1)]);
  }
  mul(a: Node | number, b: Node | number): Node {
    const [x, y] = [this.lift(a), this.lift(b)];
    return this.binary(MUL_ONE, x, y, () => [y, x]);
  }
  div(a: Node | number, b: Node | number): Node {
    const [x, y] = [this.lift(a), this.lift(b)];
    return this.binary(DIV_ONE, x, y, (q) => [this.div(1, y), this.mul(-1, this.div(q, y))]);
  }
  private unary(opcode: number, x: Node, partial: (y: Node) => Node): Node {
    const y: Node = this.make([x], () => [partial(y)]);
    this.code.push([opcode, y.slot, x.slot]);
    return y;
  }
  exp(x: Node): Node {
    return this.unary(EXP, x, (y) => y);
  }
  log(x: Node): Node {
    return this.unary(LOG, x, () => this.div(1, x));
  }
  atan(x: Node): Node {
    return this.unary(ATAN, x, () => this.div(1, this.add(1, this.square(x))));
  }
  square(x: Node): Node {
    return this.mul(x, x);
  }
  sum(terms: readonly Node[]): Node {
    return terms.reduce((a, b) => this.add(a, b));
  }

  /** Appends the reverse sweep from `value`; returns the derivative by each of `leaves`. */
  gradient(value: Node, leaves: readonly Node[]): Node[] {
    const adjoints = new Map<Node, Node>([[value, this.number(1)]]);
    for (const node of this.nodes.slice(0, this.nodes.indexOf(value) + 1).reverse()) {
      const adjoint = adjoints.get(node);
      if (adjoint === undefined || node.from.length === 0) continue;
      node.partials().forEach((partial, i) => {
        const part = this.mul(adjoint, partial);
        const before = adjoints.get(node.from[i]);
        adjoints.set(node.from[i], before === undefined ? part : this.add(before, part));
      });
    }
    return leaves.map((leaf) => adjoints.get(leaf) ?? this.number(0));
  }

  get count(): number {
    return this.slots;
  }
}

/** An objective: from a tape and its parameters to a value. */
export type Objective = (t: Tape, x: readonly Node[]) => Node;

/** A program in a machine's memory. */
export interface Placed {
  readonly program: number;
  readonly q: number;
  readonly value: number;
  readonly gradient: number;
  readonly release: () => void;
}

/** Lays the objective of n parameters and its gradient into a machine. */
export function place(machine: Machine, objective: Objective, n: number): Placed {
  const tape = new Tape();
  const x = Array.from({ length: n }, () => tape.leaf());
  const value = objective(tape, x);
  const gradient = tape.gradient(value, x);
  const words = tape.code.reduce((sum, instruction) => sum + instruction.length, 0) + 8 * n + 1;
  const vector = SLOT * Math.ceil(n / 8);
  const slots = machine.reserve(SLOT * tape.count + 2 * vector + 4 * words);
  const q = slots + SLOT * tape.count;
  const g = q + vector;
  const program = g + vector;
  const address = (slot: number): number => slots + SLOT * slot;
  for (const [slot, number] of tape.constants) machine.f64[address(slot) / 8] = number;
  const code = [
    ...x.map((node, i) => [COPY, address(node.slot), q + 8 * i, 8]),
    ...tape.code.map(([opcode, ...operands]) => [opcode, ...operands.map(address)]),
    ...gradient.map((node, i) => [COPY, g + 8 * i, address(node.slot), 8]),
    [END],
  ];
  machine.i32.set(code.flat(), program / 4);
  return { program, q, value: address(value.slot), gradient: g, release: () => machine.release(slots) };
}
