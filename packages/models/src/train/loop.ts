// Steps: batches are filled, the threads give gradients, weights move, averages follow.
import type { Stream } from '@stokast/sampling';
import type { Batches } from './batches.ts';
import { type Board, boardIn, boardLength } from './board.ts';
import type { Objective } from './objective.ts';
import { initialWeights } from './parameters.ts';
import { type Programs, programsOf } from './programs.ts';
import { sharedMemory, Team } from './team.ts';
import { Thread, type ThreadState } from './thread.ts';
import type { Start } from './update.ts';

/** Everything that changes in a training. */
export interface State {
  readonly step: number;
  /** By number, as `programs.weights` names them. */
  readonly weights: readonly Float32Array[];
  readonly rest: ThreadState;
}

export type Metrics = Record<string, number>;

/** What a loop is made of. */
export interface Problem {
  readonly objective: Objective;
  readonly batches: Batches;
  readonly shards: number;
  readonly stream: Stream;
}

/** How many batches a step takes: each repetition of a phase has one of its own, which phases share. */
export const batchesPerStep = ({ phases }: Objective): number =>
  phases.reduce((most, { repeat = 1 }) => Math.max(most, repeat), 1);

/** A loss that is no number, and where it came up. */
export interface Bad {
  readonly phase: number;
  readonly repeat: number;
  readonly metric: string;
  readonly value: number;
}

/** A training without what is around it. */
export class Loop {
  readonly programs: Programs;
  private readonly starts: readonly Start[];
  private readonly batches: Batches;
  private readonly stream: Stream;
  private readonly objective: Objective;
  private readonly perStep: number;
  private readonly board: Board;
  private readonly fields: Readonly<Record<string, Float32Array>>;
  readonly thread: Thread;
  private readonly team: Team | undefined;
  /** What the metrics of each phase are called. */
  private readonly names: readonly (readonly string[])[];
  /** Steps done. */
  done = 0;
  private loading: Promise<void> | undefined;

  constructor({ objective, batches, shards, stream }: Problem, threads: number) {
    this.objective = objective;
    this.batches = batches;
    this.stream = stream;
    this.perStep = batchesPerStep(objective);
    const { programs, starts } = programsOf(objective, batches.size, shards, threads);
    this.programs = programs;
    this.starts = starts;
    const length = boardLength(programs);
    const memory = threads > 1 ? sharedMemory(length) : undefined;
    this.board = boardIn(programs, memory ? new Float32Array(memory) : new Float32Array(length));
    const { fields } = this.board;
    this.fields = Object.fromEntries(
      programs.fields.map(({ name }, i) => [name, memory ? new Float32Array(fields[i].length) : fields[i]]),
    );
    this.names = programs.phases.map(({ name, gradient }) =>
      gradient.numbers.map((each) => (programs.phases.length > 1 ? `${name}.${each}` : each)),
    );
    this.team = threads > 1 ? new Team(programs, this.board, memory, stream) : undefined;
    try {
      this.thread = new Thread(programs, this.board, 0, stream);
    } catch (error) {
      this.team?.close();
      throw error;
    }
  }

  /** The state before the first step. */
  initial(): State {
    const { programs, starts } = this;
    const named = initialWeights(this.objective.weights, this.stream.split('weights'));
    const weights = [...named.values()];
    const kept = programs.phases.map(
      ({ gradient }, p) => new Map(starts[p](gradient.trained.map((i) => weights[i])).entries()),
    );
    const averages = new Map(
      programs.averages.flatMap((own) => (own?.weights ?? []).map((i) => [i, weights[i]] as const)),
    );
    return { step: 0, weights, rest: { kept, averages } };
  }

  /** Sets the state. */
  load({ step, weights, rest }: State): void {
    for (const [i, place] of this.board.weights.entries()) place.set(weights[i]);
    this.thread.load();
    this.thread.restore(rest);
    this.loading = this.team?.load(rest);
    // Whoever does the next step is told.
    this.loading?.catch(() => undefined);
    this.done = step;
  }

  /** A copy of the state. */
  async state(): Promise<State> {
    const { thread, team, programs, done } = this;
    await this.loading;
    const states = [thread.state(), ...((await team?.states()) ?? [])];
    return {
      step: done,
      weights: thread.weights(),
      rest: {
        kept: programs.phases.map((_, p) => new Map(states.flatMap(({ kept }) => [...kept[p]]))),
        averages: new Map(states.flatMap(({ averages }) => [...averages])),
      },
    };
  }

  /** Puts the batch of a repetition on the board. */
  fill(repeat: number): void {
    const { batches, fields, programs, board } = this;
    batches.fill(this.done * this.perStep + repeat, fields);
    // Number by number, memory that is shared is slow to write to.
    for (const [i, { name }] of programs.fields.entries())
      if (fields[name] !== board.fields[i]) board.fields[i].set(fields[name]);
  }

  /** Does a step and writes its metrics; or stops before an update whose loss is not finite, and says so. */
  async step(metrics: Metrics): Promise<Bad | undefined> {
    const { programs, thread, team, done } = this;
    await this.loading;
    let filled = -1;
    for (let phase = 0; phase < programs.phases.length; phase++) {
      const { repeat } = programs.phases[phase];
      for (let r = 0; r < repeat; r++) {
        if (r !== filled) this.fill(r);
        filled = r;
        if (team) await team.gradient(phase, done, r, () => thread.gradient(phase, done, r));
        else thread.gradient(phase, done, r);
        const bad = this.look(phase, r, metrics);
        if (bad) return bad;
        const ends = phase === programs.phases.length - 1 && r === repeat - 1 ? done : undefined;
        if (team) await team.update(phase, ends, () => thread.update(phase));
        else thread.update(phase);
        if (ends !== undefined) thread.moveAverages(done);
      }
    }
    this.done += 1;
    return undefined;
  }

  /** Means of the shards' losses. */
  private look(phase: number, repeat: number, metrics: Metrics): Bad | undefined {
    const { names, board, programs } = this;
    const { shards } = programs;
    const own = names[phase];
    for (let i = 0; i < own.length; i++) {
      let sum = 0;
      for (let s = 0; s < shards; s++) sum += board.numbers[s * own.length + i];
      metrics[own[i]] = sum / shards;
    }
    const value = metrics[own[0]];
    return value - value === 0 ? undefined : { phase, repeat, metric: own[0], value };
  }

  close(): void {
    this.thread.close();
    this.team?.close();
  }
}
