// What one thread does in a training: gradients of its shards, and the update of the weights that it has charge of.
import { type Numbers, Resident, tracedFrom } from '@stokast/autodiff/inside';
import type { Stream } from '@stokast/sampling';
import type { Board } from './board.ts';
import { sizeOf } from './parameters.ts';
import type { AverageProgram, GradientProgram, Programs, UpdateProgram } from './programs.ts';

/** A place where a weight's numbers are kept for a program. */
interface Place {
  readonly program: Resident;
  readonly input: number;
}

interface Phase {
  readonly gradient: GradientProgram;
  readonly gradients: Resident;
  readonly update: UpdateProgram;
  readonly updates: Resident;
  /** Where each of `trained` begins among a shard's derivatives, and the end. */
  readonly offsets: readonly number[];
  readonly noise: Stream;
  readonly assigned: readonly Float32Array[];
  readonly repeat: number;
}

/** What a thread has charge of: numbers by place. */
export interface ThreadState {
  readonly kept: readonly (readonly (readonly [kept: number, values: Numbers])[])[];
  readonly averages: readonly (readonly [weight: number, values: Float32Array])[];
}

/** One of the threads of a training; the first is the one that the others are told by what to do. */
export class Thread {
  private readonly programs: Programs;
  private readonly board: Board;
  private readonly index: number;
  private readonly phases: readonly Phase[];
  private readonly average: AverageProgram | undefined;
  private readonly averages: Resident | undefined;
  /** Where the numbers of each weight are. */
  private readonly places: readonly Place[][];
  /** Which weights the other threads have charge of, by phase that moves them. */
  private readonly foreign: readonly (readonly number[])[];

  constructor(programs: Programs, board: Board, index: number, stream: Stream) {
    this.programs = programs;
    this.board = board;
    this.index = index;
    const places: Place[][] = programs.weights.map(() => []);
    this.places = places;
    const sizes = programs.weights.map(({ shape }) => sizeOf(shape));
    this.phases = programs.phases.map(({ name, repeat, gradient, updates }) => {
      const update = updates[index];
      const phase: Phase = {
        gradient,
        gradients: new Resident(tracedFrom(gradient.program)),
        update,
        updates: new Resident(tracedFrom(update.program), update.weights.length + update.kept.length),
        offsets: gradient.trained.reduce((ends, i) => [...ends, ends[ends.length - 1] + sizes[i]], [0]),
        noise: stream.split(['noise', name]),
        assigned: gradient.assigned.map((i) => new Float32Array(sizes[i])),
        repeat,
      };
      for (const [input, take] of gradient.takes.entries())
        if (take.kind === 'weight') places[take.weight].push({ program: phase.gradients, input });
      for (const [input, weight] of update.weights.entries())
        places[weight].push({ program: phase.updates, input });
      return phase;
    });
    this.foreign = programs.phases.map(({ gradient, updates }) => {
      const own = new Set(updates[index].weights);
      return [...gradient.trained.filter((i) => !own.has(i)), ...(index > 0 ? gradient.assigned : [])];
    });
    this.average = programs.averages[index];
    if (this.average) {
      const { weights, program } = this.average;
      this.averages = new Resident(tracedFrom(program), weights.length);
      for (const [i, weight] of weights.entries())
        places[weight].push({ program: this.averages, input: weights.length + i });
    }
  }

  private get own(): readonly number[] {
    const { shards, threads } = this.programs;
    const each = shards / threads;
    return Array.from({ length: each }, (_, i) => this.index * each + i);
  }

  /** Writes a weight wherever it is needed, and is not yet. */
  private spread(weight: number, values: Numbers, from?: Resident): void {
    for (const { program, input } of this.places[weight])
      if (program !== from) program.inputs[input].set(values);
  }

  /** Takes all weights from the board: at the start, and after they were set anew. */
  load(): void {
    for (const [i, values] of this.board.weights.entries()) this.spread(i, values);
  }

  /** Takes those weights from the board that other threads have moved in a phase. */
  refresh(phase: number): void {
    for (const i of this.foreign[phase]) this.spread(i, this.board.weights[i]);
  }

  /** The gradient of each of its shards, for the batch that is on the board. */
  gradient(phase: number, step: number, repeat: number): void {
    const { board, programs } = this;
    const { batchSize, shards, threads, fields } = programs;
    const {
      gradient,
      gradients,
      update,
      updates,
      offsets,
      noise,
      assigned,
      repeat: times,
    } = this.phases[phase];
    const examples = batchSize / shards;
    const { takes, trained, numbers } = gradient;
    const state = update.weights.length + update.kept.length;
    for (const shard of this.own) {
      const { inputs } = gradients;
      for (const [i, take] of takes.entries()) {
        if (take.kind === 'field') {
          const length = fields[take.field].size * examples;
          inputs[i].set(board.fields[take.field].subarray(shard * length, (shard + 1) * length));
        } else if (take.kind === 'step') {
          inputs[i][0] = step;
        } else if (take.kind === 'noise') {
          gradients.writeStream(i, noise.at(((step * times + repeat) * shards + shard) * take.words));
        }
      }
      gradients.run();
      const { outputs } = gradients;
      if (threads > 1) {
        for (let j = 0; j < trained.length; j++)
          board.derivatives[shard].set(outputs[j] as Float32Array, offsets[j]);
      }
      const to = updates.inputs;
      for (const [place, j] of update.derivatives.entries())
        to[state + place * shards + shard].set(outputs[j]);
      for (let i = 0; i < numbers.length; i++)
        board.numbers[shard * numbers.length + i] = outputs[trained.length + i][0];
      if (shard === 0)
        for (const [i, to] of assigned.entries()) to.set(outputs[trained.length + numbers.length + i]);
    }
  }

  /** Moves the weights that it has charge of, when all threads' gradients are there. */
  update(phase: number): void {
    const { board, programs, index } = this;
    const { shards, threads } = programs;
    const { gradient, update, updates, offsets, assigned } = this.phases[phase];
    const { weights, kept, derivatives } = update;
    const state = weights.length + kept.length;
    if (threads > 1) {
      const { inputs } = updates;
      const each = shards / threads;
      for (let shard = 0; shard < shards; shard++) {
        if (Math.floor(shard / each) === index) continue;
        for (const [place, j] of derivatives.entries()) {
          const from = board.derivatives[shard].subarray(offsets[j], offsets[j + 1]);
          inputs[state + place * shards + shard].set(from);
        }
      }
    }
    updates.run();
    const { outputs } = updates;
    for (const [i, weight] of weights.entries()) {
      this.spread(weight, outputs[i], updates);
      if (threads > 1) board.weights[weight].set(outputs[i]);
    }
    if (index > 0) return;
    for (const [i, weight] of gradient.assigned.entries()) {
      this.spread(weight, assigned[i]);
      if (threads > 1) board.weights[weight].set(assigned[i]);
    }
  }

  /** Sets averages to the weights, with which they start. Optimisers start as they say. */
  start(initial: readonly (readonly Numbers[])[]): void {
    const averages = (this.average?.weights ?? []).map((i) => [i, this.board.weights[i]] as const);
    this.restore(initial, new Map(averages));
  }

  /** A copy of a weight. */
  read(weight: number): Float32Array {
    const [place] = this.places[weight];
    return (place ? (place.program.inputs[place.input] as Float32Array) : this.board.weights[weight]).slice();
  }

  /** What it has charge of, copied: of each phase, by number, what the optimiser keeps; and averages. */
  state(): ThreadState {
    return {
      kept: this.phases.map(({ update, updates }) =>
        update.kept.map((i, place) => [i, updates.inputs[update.weights.length + place].slice()]),
      ),
      averages: (this.average?.weights ?? []).map((weight, i) => [
        weight,
        (this.averages as Resident).inputs[i].slice() as Float32Array,
      ]),
    };
  }

  /** Sets what it has charge of, from all there is. */
  restore(kept: readonly (readonly Numbers[])[], averages: ReadonlyMap<number, Float32Array>): void {
    for (const [p, { update, updates }] of this.phases.entries()) {
      for (const [place, i] of update.kept.entries())
        updates.inputs[update.weights.length + place].set(kept[p][i]);
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
  }

  /** Moves the averages that it has charge of, at the end of a step. */
  moveAverages(step: number): void {
    const { average, averages } = this;
    if (!average || !averages || average.weights.length === 0) return;
    averages.inputs[2 * average.weights.length][0] = step;
    averages.run();
  }
}
