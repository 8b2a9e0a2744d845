// What one thread does in a training: gradients of its shards, and the update of the weights that it has charge of.
import { Block, type Numbers, Resident, tracedFrom } from '@stokast/autodiff/inside';
import type { Stream } from '@stokast/sampling';
import type { Board } from './board.ts';
import {
  type AverageProgram,
  type GradientProgram,
  type Programs,
  shardsOf,
  type UpdateProgram,
  wantedOf,
} from './programs.ts';

interface Phase {
  readonly gradient: GradientProgram;
  readonly gradients: Resident;
  readonly update: UpdateProgram;
  readonly updates: Resident;
  readonly noise: Stream;
  readonly assigned: readonly Float32Array[];
  readonly repeat: number;
  /** Weights that other threads have charge of. */
  readonly foreign: readonly number[];
  /** Derivatives that other threads need. */
  readonly wanted: readonly number[];
}

/** What a thread has charge of beside weights: numbers by place. */
export interface ThreadState {
  /** Of each phase, what its optimiser keeps. */
  readonly kept: readonly ReadonlyMap<number, Numbers>[];
  readonly averages: ReadonlyMap<number, Float32Array>;
}

/** One of the threads of a training; the first is the one that tells the others what to do. */
export class Thread {
  private readonly programs: Programs;
  private readonly board: Board;
  private readonly index: number;
  private readonly shards: readonly number[];
  private readonly phases: readonly Phase[];
  private readonly average: AverageProgram | undefined;
  private readonly averages: Resident | undefined;
  /** All weights, where every program of the thread has them. */
  private readonly block: Block;
  /** The phase whose weights other threads have moved, and this one does not have yet. */
  private behind: Phase | undefined;

  constructor(programs: Programs, board: Board, index: number, stream: Stream) {
    this.programs = programs;
    this.board = board;
    this.index = index;
    this.shards = shardsOf(programs, index);
    const block = new Block(programs.weights.map(({ size }) => size));
    this.block = block;
    const last = this.shards[this.shards.length - 1];
    this.phases = programs.phases.map(({ name, repeat, gradient, updates: all }, p) => {
      const update = all[index];
      const inputs = new Map<number, number>();
      for (const [input, take] of gradient.takes.entries())
        if (take.kind === 'weight') inputs.set(input, block.addressOf(take.weight));
      const gradients = new Resident(tracedFrom(gradient.program), 0, inputs);
      const state = update.weights.length + update.kept.length;
      // The derivatives that the thread computes last are used where they are.
      const links = new Map(update.weights.map((weight, input) => [input, block.addressOf(weight)]));
      for (const [i, j] of update.derivatives.entries())
        links.set(state + i * programs.shards + last, gradients.addressOf(j));
      const own = new Set(update.weights);
      const others = gradient.trained.filter((i) => !own.has(i));
      return {
        gradient,
        gradients,
        update,
        updates: new Resident(tracedFrom(update.program), state, links),
        noise: stream.split(['noise', name]),
        assigned: gradient.assigned.map((i) => new Float32Array(programs.weights[i].size)),
        repeat,
        wanted: wantedOf(programs, p, index),
        foreign: index > 0 ? [...others, ...gradient.assigned] : others,
      };
    });
    this.average = programs.averages[index];
    if (this.average) {
      const { weights, program } = this.average;
      const links = weights.map((weight, i) => [weights.length + i, block.addressOf(weight)] as const);
      this.averages = new Resident(tracedFrom(program), weights.length, new Map(links));
    }
  }

  /** Takes the weights from the board that other threads have moved. */
  private catchUp(): void {
    const foreign = this.behind?.foreign ?? [];
    if (foreign.length > 0) {
      const { arrays } = this.block;
      for (const i of foreign) arrays[i].set(this.board.weights[i]);
    }
    this.behind = undefined;
  }

  /** Writes what a shard's gradient is made from, weights aside. */
  private prepare(phase: number, step: number, repeat: number, shard: number): void {
    const { board, programs, phases } = this;
    const { batchSize, fields, shards } = programs;
    const { gradient, gradients, noise, repeat: times } = phases[phase];
    const { takes } = gradient;
    const { inputs } = gradients;
    for (let i = 0; i < takes.length; i++) {
      const take = takes[i];
      if (take.kind === 'field') {
        const length = (fields[take.field].size * batchSize) / shards;
        inputs[i].set(board.fields[take.field].subarray(shard * length, (shard + 1) * length));
      } else if (take.kind === 'step') {
        inputs[i][0] = step;
      } else if (take.kind === 'noise') {
        gradients.writeStream(i, noise.at(((step * times + repeat) * shards + shard) * take.words));
      }
    }
  }

  /** The gradient of each of its shards, for the batch that is on the board. */
  gradient(phase: number, step: number, repeat: number): void {
    this.catchUp();
    const { board, programs } = this;
    const { gradient, gradients, update, updates, assigned, wanted } = this.phases[phase];
    const { trained, numbers } = gradient;
    const { shards } = programs;
    const state = update.weights.length + update.kept.length;
    for (const shard of this.shards) {
      this.prepare(phase, step, repeat, shard);
      gradients.run();
      const { outputs } = gradients;
      const places = board.derivatives(phase, shard);
      for (const j of wanted) places[j].set(outputs[j] as Float32Array);
      const to = updates.inputs;
      for (const [i, j] of update.derivatives.entries()) {
        const input = state + i * shards + shard;
        if (!updates.isLinked(input)) to[input].set(outputs[j]);
      }
      for (let i = 0; i < numbers.length; i++)
        board.numbers[shard * numbers.length + i] = outputs[trained.length + i][0];
      if (shard === 0)
        for (const [i, to] of assigned.entries()) to.set(outputs[trained.length + numbers.length + i]);
    }
  }

  /** Moves the weights that it has charge of, when all threads' gradients are there. */
  update(phase: number): void {
    const { board, programs, index, shards: own } = this;
    const { gradient, update, updates, assigned } = this.phases[phase];
    const state = update.weights.length + update.kept.length;
    const { shards, threads } = programs;
    for (let shard = 0; threads > 1 && shard < shards; shard++) {
      if (own.includes(shard)) continue;
      const places = board.derivatives(phase, shard);
      const { inputs } = updates;
      for (const [i, j] of update.derivatives.entries()) inputs[state + i * shards + shard].set(places[j]);
    }
    updates.run();
    const { arrays } = this.block;
    const moved = index === 0 ? gradient.assigned : [];
    for (const [i, weight] of moved.entries()) arrays[weight].set(assigned[i]);
    if (threads > 1) {
      for (const weight of update.weights) board.weights[weight].set(arrays[weight]);
      for (const weight of moved) board.weights[weight].set(arrays[weight]);
    }
    if (threads > 1) this.behind = this.phases[phase];
  }

  /** Moves the averages that it has charge of, at the end of a step: its own weights have been moved last. */
  moveAverages(step: number): void {
    const { average, averages } = this;
    if (!average || !averages) return;
    averages.inputs[2 * average.weights.length][0] = step;
    averages.run();
  }

  /** What a shard's gradient is made from, for the batch that is on the board. */
  argumentsOf(phase: number, step: number, repeat: number, shard: number): Numbers[] {
    this.catchUp();
    this.prepare(phase, step, repeat, shard);
    return this.phases[phase].gradients.inputs.map((input) => input.slice());
  }

  /** What its update is made from, after the gradients and before the update. */
  argumentsOfUpdate(phase: number): Numbers[] {
    return this.phases[phase].updates.inputs.map((input) => input.slice());
  }

  /** Are all weights finite? */
  get finite(): boolean {
    this.catchUp();
    return this.block.arrays.every((array) => {
      for (let i = 0; i < array.length; i++) if (array[i] - array[i] !== 0) return false;
      return true;
    });
  }

  /** Takes all weights from the board. */
  load(): void {
    this.behind = undefined;
    for (const [i, array] of this.block.arrays.entries()) array.set(this.board.weights[i]);
  }

  /** Copies of all weights. */
  weights(): Float32Array[] {
    this.catchUp();
    return this.block.arrays.map((array) => array.slice());
  }

  /** Copies of what else it has charge of. */
  state(): ThreadState {
    return {
      kept: this.phases.map(
        ({ update, updates }) =>
          new Map(update.kept.map((i, place) => [i, updates.inputs[update.weights.length + place].slice()])),
      ),
      averages: new Map(
        (this.average?.weights ?? []).map((weight, i) => [
          weight,
          (this.averages as Resident).inputs[i].slice() as Float32Array,
        ]),
      ),
    };
  }

  /** Sets it, from what holds at least that. */
  restore({ kept, averages }: ThreadState): void {
    for (const [p, { update, updates }] of this.phases.entries()) {
      for (const [place, i] of update.kept.entries())
        updates.inputs[update.weights.length + place].set(kept[p].get(i) as Numbers);
    }
    for (const [i, weight] of (this.average?.weights ?? []).entries())
      (this.averages as Resident).inputs[i].set(averages.get(weight) as Float32Array);
  }

  /** Gives the machine's memory back. */
  close(): void {
    for (const { gradients, updates } of this.phases) {
      gradients.close();
      updates.close();
    }
    this.averages?.close();
    this.block.close();
  }
}
