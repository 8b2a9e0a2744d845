// A program in a machine's memory.
import type { Machine } from '@stokast/core-wasm';
import { type Plan, type Slot, wordsOf } from './lower/plan.ts';
import { sizeOf } from './shape.ts';

/** Gives memory back when what held it is gone. */
const registry: FinalizationRegistry<{ machine: Machine; address: number }> = new FinalizationRegistry(
  ({ machine, address }) => machine.release(address),
);

/** One program, laid into a machine: where its arguments go, where its results are, what runs it. */
export class Executable {
  readonly machine: Machine;
  readonly plan: Plan;
  /** Address of the program's memory. */
  readonly base: number;
  /** Address of its instructions, for loops that run them from inside the core. */
  readonly start: number;

  constructor(machine: Machine, plan: Plan) {
    this.machine = machine;
    this.plan = plan;
    const memory = Math.ceil(plan.bytes / 64) * 64;
    const count = plan.instructions.reduce((all, { length }) => all + length, 2);
    const address = machine.reserve(memory + 4 * count);
    registry.register(this, { machine, address });
    this.base = address;
    machine.u8.fill(0, address, address + memory);
    for (const { offset, data } of plan.constants) this.write(offset, data);
    const setup = wordsOf(plan.instructions.slice(0, plan.setup), address);
    const run = wordsOf(plan.instructions.slice(plan.setup), address);
    const at = (address + memory) >> 2;
    machine.i32.set(setup, at);
    machine.i32.set(run, at + setup.length);
    this.start = address + memory + 4 * setup.length;
    machine.kernels.run(address + memory);
  }

  private write(offset: number, data: Float64Array | Float32Array): void {
    const at = this.base + offset;
    if (data instanceof Float64Array) this.machine.f64.set(data, at >> 3);
    else this.machine.f32.set(data, at >> 2);
  }

  /** Writes an argument: a number, or as many as its shape has. */
  set(slot: Slot, value: number | ArrayLike<number>): void {
    const at = this.base + slot.offset;
    const view = slot.dtype === 'f64' ? this.machine.f64 : this.machine.f32;
    const start = slot.dtype === 'f64' ? at >> 3 : at >> 2;
    if (typeof value === 'number') view[start] = value;
    else view.set(value, start);
  }

  run(): void {
    this.machine.kernels.run(this.start);
  }

  /** A result: a number for shape [], else a new array. */
  get({ offset, shape, dtype }: Slot): number | Float64Array | Float32Array {
    const at = this.base + offset;
    if (shape.length === 0) return dtype === 'f64' ? this.machine.f64[at >> 3] : this.machine.f32[at >> 2];
    const size = sizeOf(shape);
    if (dtype === 'f64') return this.machine.f64.slice(at >> 3, (at >> 3) + size);
    return this.machine.f32.slice(at >> 2, (at >> 2) + size);
  }
}
