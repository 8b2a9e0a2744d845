// A program in a machine's memory.
import type { Machine } from '@stokast/core-wasm';
import { type Links, type Plan, type Slot, wordsOf } from './lower/plan.ts';
import { closeRoom, type Room, roomFor } from './room.ts';
import { sizeOf } from './shape.ts';

/** Elements in a program's memory, or outside. */
export type Numbers = Float64Array | Float32Array;

/** One program, laid into a machine: where its arguments go, where its results are, what runs it. */
export class Executable {
  readonly machine: Machine;
  readonly plan: Plan;
  /** Address of the program's memory: that of a slot is `base + slot.offset`. */
  readonly base: number;
  /** Address of its instructions, for loops that run them from inside the core. */
  readonly start: number;
  /** Which arguments, and which results, are one number; is any argument a stream? */
  readonly oneIn: readonly boolean[];
  readonly oneOut: readonly boolean[];
  readonly streams: boolean;
  /** The places of arguments and results, as long as memory is where it was. */
  private given: readonly Numbers[] = [];
  private made: readonly Numbers[] = [];
  private seen: Float64Array | undefined;
  private readonly room: Room;
  private readonly links: Links | undefined;

  /**
   * Lays a program into a machine; `kept`: it holds a state, which no other program may take the place of. Arguments in
   * `links` lie elsewhere.
   */
  constructor(machine: Machine, plan: Plan, kept: boolean, links?: Links) {
    this.machine = machine;
    this.plan = plan;
    this.links = links;
    this.oneIn = plan.inputs.map(({ shape }) => shape.length === 0);
    this.oneOut = plan.outputs.map(({ shape }) => shape.length === 0);
    this.streams = plan.inputs.some(({ words }) => words !== undefined);
    const memory = Math.ceil(plan.bytes / 64) * 64;
    const count = plan.instructions.reduce((all, { length }) => all + length, 2);
    this.room = roomFor(this, machine, memory + 4 * count, kept);
    const { address } = this.room;
    this.base = address;
    machine.u8.fill(0, address, address + memory);
    for (const { offset, data } of plan.constants) {
      const at = address + offset;
      if (data instanceof Float64Array) machine.f64.set(data, at >> 3);
      else machine.f32.set(data, at >> 2);
    }
    const setup = wordsOf(plan.instructions.slice(0, plan.setup), address, links);
    const run = wordsOf(plan.instructions.slice(plan.setup), address, links);
    const at = (address + memory) >> 2;
    machine.i32.set(setup, at);
    machine.i32.set(run, at + setup.length);
    this.start = address + memory + 4 * setup.length;
    machine.kernels.run(address + memory);
  }

  /** Is its memory still there? */
  get open(): boolean {
    return !this.room.closed;
  }

  /** Gives its memory back. */
  close(): void {
    closeRoom(this.room);
  }

  /** Views of the arguments' places; good until memory grows. */
  get inputs(): readonly Numbers[] {
    if (this.seen !== this.machine.f64) this.look();
    return this.given;
  }

  /** Views of the results' places; good until memory grows. */
  get outputs(): readonly Numbers[] {
    if (this.seen !== this.machine.f64) this.look();
    return this.made;
  }

  private look(): void {
    const { machine, plan } = this;
    this.seen = machine.f64;
    this.given = plan.inputs.map((slot) => this.view(slot));
    this.made = plan.outputs.map((slot) => this.view(slot));
  }

  /** Address of an argument or a result. */
  addressOf({ buffer, offset }: Slot): number {
    return (this.links?.get(buffer) ?? this.base + buffer.offset) + offset - buffer.offset;
  }

  private view(slot: Slot): Numbers {
    const { machine } = this;
    const { shape, dtype } = slot;
    const at = this.addressOf(slot);
    if (dtype === 'f64') return machine.f64.subarray(at >> 3, (at >> 3) + sizeOf(shape));
    return machine.f32.subarray(at >> 2, (at >> 2) + sizeOf(shape));
  }

  /** Runs the program, or runs it `times` times in one call. */
  run(times = 1): void {
    if (times === 1) this.machine.kernels.run(this.start);
    else this.machine.kernels.runMany(this.start, times);
  }
}
