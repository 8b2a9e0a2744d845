// L-BFGS as a search: the iterations run in the core (kernels/optimise), over all parameters as one vector of doubles.
import { type Machine, machine } from '@stokast/core-wasm';
import { NumericalError, rangeFault } from '@stokast/core-wasm/errors';
import { fromBase64, toBase64 } from '../base64.ts';
import { compile } from '../compile.ts';
import type { Executable } from '../executable.ts';
import { cast, slice } from '../functions/index.ts';
import { valueAndGrad } from '../grad.ts';
import { type Compiled, insideOf } from '../program.ts';
import { closeRoom, type Room, roomFor } from '../room.ts';
import { sizeOf } from '../shape.ts';
import type { Tree } from '../spec.ts';
import type { Tensor } from '../tensor.ts';
import { rebuild } from '../tree.ts';
import type { Progress, Reason, Search } from './search.ts';
import type { Loss, Parameters } from './start.ts';

/** Places in a state: see kernels/optimise/state.ts. */
const ADDRESSES = 4;
const ITERATIONS = 8;
const EVALUATIONS = 9;
const STATUS = 11;
const VALUE = 8;
const LARGEST = 9;
const TOLERANCE = 10;
const CHANGE = 11;
const POINT = 24;
const NOT_FINITE = 5;
const reasons: Readonly<Record<number, Reason>> = { 1: 'gradient', 2: 'change', 3: 'line search' };

export interface LbfgsOptions {
  readonly tolerance: number;
  readonly changeTolerance: number;
  readonly memory: number;
}

/** Pairs that fill at most so many doubles: the machine's addresses end at 1 GiB. */
const MOST_DOUBLES = 100_000_000;

export class Lbfgs implements Search {
  private readonly what: string;
  private readonly given: Parameters;
  private readonly options: LbfgsOptions;
  private readonly compiled: Compiled;
  private readonly size: number;
  /** Where the state is. */
  private room: Room;
  /** The program that the state's addresses are of. */
  private executable: Executable | undefined;
  private readonly bytes: number;

  /** Starts at the parameters' numbers, or where a search was that wrote `saved`. */
  constructor(what: string, loss: Loss, parameters: Parameters, options: LbfgsOptions, saved?: unknown) {
    this.what = what;
    this.given = parameters;
    this.options = options;
    const { leaves, structure } = parameters;
    const offsets: number[] = [];
    let size = 0;
    for (const { shape } of leaves) {
      offsets.push(size);
      size += sizeOf(shape);
    }
    this.size = size;
    const { memory } = options;
    if (size * (2 * memory + 3) > MOST_DOUBLES)
      throw rangeFault(
        what,
        'options.memory',
        memory,
        `less, for ${size} parameters: their pairs must fit the machine`,
      );
    const part = (all: Tensor, i: number): Tensor =>
      slice(all, [offsets[i], offsets[i] + sizeOf(leaves[i].shape)]).reshape(leaves[i].shape);
    const flat = (all: Tensor): Tensor =>
      cast(loss(rebuild(structure, (i) => part(all, i)) as Tree), 'f64') as Tensor;
    this.compiled = insideOf(compile(valueAndGrad(flat), [[size]]) as never);
    this.bytes = machine().kernels.lbfgsBytes(size, memory);
    const doubles = saved === undefined ? undefined : this.read(saved);
    this.room = this.roomIn(machine());
    try {
      if (doubles) this.home.f64.set(doubles, this.state / 8);
      else this.start();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  private get home(): Machine {
    return this.room.machine;
  }
  private get state(): number {
    return this.room.address;
  }
  private readonly roomIn = (home: Machine): Room => roomFor(this, home, this.bytes, true);

  private start(): void {
    const { home, state, options } = this;
    const executable = this.compiled.executable();
    const numbers = this.given.leaves.flatMap((leaf) => Array.from(leaf.numbers));
    executable.inputs[0].set(numbers);
    const [program, q, value, gradient] = addressesOf(executable);
    const { memory, tolerance, changeTolerance } = options;
    const status = home.kernels.lbfgsStart(
      state,
      program,
      q,
      value,
      gradient,
      this.size,
      memory,
      tolerance,
      changeTolerance,
      2147483647,
    );
    this.executable = executable;
    if (status !== NOT_FINITE) return;
    const { value: at } = this.progress;
    const fault = Number.isFinite(at) ? 'its derivatives are not finite' : `it is ${at}`;
    throw new NumericalError(`${this.what}: at the start ${fault}; start elsewhere`);
  }

  /** The doubles of a saved state, checked. */
  private read(saved: unknown): Float64Array {
    const doubles =
      typeof saved === 'string'
        ? (fromBase64(saved, this.bytes / 8, 'f64') as Float64Array | undefined)
        : undefined;
    const words = doubles && new Int32Array(doubles.buffer);
    const { memory, tolerance, changeTolerance } = this.options;
    const mine =
      words && words[4] === this.size && words[5] === memory && words[6] >= 0 && words[6] <= memory;
    if (!mine || words[7] < 0 || words[7] >= memory || words[STATUS] < 0 || words[STATUS] > NOT_FINITE) {
      const allowed = `a state of L-BFGS of ${this.size} parameters and ${memory} pairs`;
      throw rangeFault(this.what, 'options.resume.state', saved, allowed);
    }
    // Another tolerance may be asked for; what ended by the old one goes on.
    if (doubles[TOLERANCE] !== tolerance || doubles[CHANGE] !== changeTolerance) words[STATUS] = 0;
    doubles[TOLERANCE] = tolerance;
    doubles[CHANGE] = changeTolerance;
    return doubles;
  }

  /** Lets the state follow the program to where that is now. */
  private settle(): void {
    const executable = this.compiled.executable();
    if (executable === this.executable) return;
    const { machine: now } = executable;
    if (now !== this.home) {
      const copy = this.home.u8.slice(this.state, this.state + this.bytes);
      const room = this.roomIn(now);
      closeRoom(this.room);
      this.room = room;
      now.u8.set(copy, this.state);
    }
    now.i32.set(addressesOf(executable), this.state / 4);
    this.executable = executable;
  }

  advance(count: number): Reason | undefined {
    this.settle();
    const { kernels } = this.home;
    let status = this.home.i32[this.state / 4 + STATUS];
    for (let i = 0; i < count && status === 0; i++) status = kernels.lbfgsStep(this.state);
    return reasons[status];
  }

  get iterations(): number {
    return this.home.i32[this.state / 4 + ITERATIONS];
  }

  get progress(): Progress {
    const { home, state } = this;
    return {
      iterations: this.iterations,
      evaluations: home.i32[state / 4 + EVALUATIONS],
      value: home.f64[state / 8 + VALUE],
      gradientNorm: home.f64[state / 8 + LARGEST],
    };
  }

  parameters(): readonly Float64Array[] {
    let at = this.state / 8 + POINT;
    return this.given.leaves.map(({ shape }) => {
      const from = at;
      at += sizeOf(shape);
      return this.home.f64.slice(from, at);
    });
  }

  save(): () => unknown {
    const copy = this.home.f64.slice(this.state / 8, (this.state + this.bytes) / 8);
    // Addresses mean nothing elsewhere.
    new Int32Array(copy.buffer).fill(0, 0, ADDRESSES);
    return () => toBase64(copy);
  }

  close(): void {
    closeRoom(this.room);
    this.compiled.close();
  }
}

/** What the core runs and where it finds parameters, value and gradient. */
function addressesOf({
  start,
  base,
  plan,
}: Executable): [program: number, q: number, value: number, gradient: number] {
  const [q] = plan.inputs;
  const [value, gradient] = plan.outputs;
  return [start, base + q.offset, base + value.offset, base + gradient.offset];
}
