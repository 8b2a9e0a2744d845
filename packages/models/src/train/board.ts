// Numbers that the threads of a training hand each other: in memory that they share where there is such, else each
// has a board of its own and the numbers pass in messages.
import { type Programs, shardsOf, wantedOf } from './programs.ts';

export interface Board {
  /** By number. */
  readonly weights: readonly Float32Array[];
  /** A batch, by field. */
  readonly fields: readonly Float32Array[];
  /** Losses and metrics of a phase by shard, one after another. */
  readonly numbers: Float32Array;
  /** The derivatives of a shard in a phase; none where one thread does all. */
  derivatives(phase: number, shard: number): readonly Float32Array[];
}

const sum = (list: readonly number[]): number => list.reduce((all, n) => all + n, 0);

/** How many singles each part has: derivatives lie in one place for all phases. */
function lengths({ weights, fields, phases, batchSize, shards, threads }: Programs): {
  numbers: number;
  derivatives: number;
  all: number;
} {
  const most = (list: readonly number[]): number => list.reduce((a, b) => Math.max(a, b), 0);
  const numbers = shards * most(phases.map(({ gradient }) => gradient.numbers.length));
  const trained = phases.map(({ gradient }) => sum(gradient.trained.map((i) => weights[i].size)));
  const derivatives = threads > 1 ? most(trained) : 0;
  const rest = sum(weights.map(({ size }) => size)) + sum(fields.map(({ size }) => size * batchSize));
  return { numbers, derivatives, all: rest + numbers + shards * derivatives };
}

/** Singles on a board. */
export const boardLength = (programs: Programs): number => lengths(programs).all;

/** The board that lies in some memory. */
export function boardIn(programs: Programs, memory: Float32Array): Board {
  const { weights, fields, phases, batchSize, shards, threads } = programs;
  let at = 0;
  const next = (length: number): Float32Array => {
    at += length;
    return memory.subarray(at - length, at);
  };
  const { numbers, derivatives } = lengths(programs);
  const parts = {
    weights: weights.map(({ size }) => next(size)),
    fields: fields.map(({ size }) => next(size * batchSize)),
    numbers: next(numbers),
  };
  const start = at;
  const places = phases.map(({ gradient }) =>
    Array.from({ length: shards }, (_, shard) => {
      at = start + shard * derivatives;
      return threads > 1 ? gradient.trained.map((i) => next(weights[i].size)) : [];
    }),
  );
  return { ...parts, derivatives: (phase, shard) => places[phase][shard] };
}

/** What passes between the first thread and another: to it, and back. */
export type Message = 'gradient' | 'gradient done' | 'update' | 'update done';

/** The parts of a board that a message brings up to date; `before` is the phase that was done last. */
export function partsOf(
  programs: Programs,
  board: Board,
  message: Message,
  phase: number,
  thread: number,
  before: number | undefined,
): readonly Float32Array[] {
  const own = shardsOf(programs, thread);
  const { gradient, updates } = programs.phases[phase];
  if (message === 'gradient') {
    const last = before === undefined ? undefined : programs.phases[before].gradient;
    const moved = last ? [...last.trained, ...last.assigned] : [];
    return [...board.fields, ...moved.map((i) => board.weights[i])];
  }
  if (message === 'gradient done') {
    const count = gradient.numbers.length;
    const numbers = board.numbers.subarray(own[0] * count, (own[0] + own.length) * count);
    const wanted = wantedOf(programs, phase, thread);
    return [numbers, ...own.flatMap((shard) => wanted.map((j) => board.derivatives(phase, shard)[j]))];
  }
  if (message === 'update done') return updates[thread].weights.map((i) => board.weights[i]);
  const { shards } = programs;
  return Array.from({ length: shards }, (_, shard) => shard)
    .filter((shard) => !own.includes(shard))
    .flatMap((shard) => updates[thread].derivatives.map((j) => board.derivatives(phase, shard)[j]));
}
