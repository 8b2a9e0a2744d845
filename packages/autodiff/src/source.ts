// Streams of randomness as arguments of programs.
import type { Machine } from '@stokast/core-wasm';
import { typeFault } from '@stokast/core-wasm/errors';
import type { Taken } from './functions/random.ts';
import type { Tensor } from './tensor.ts';

/** The spec of an argument that is a stream: see `randomStream`. */
export interface StreamSpec {
  readonly argument: 'stream';
}

/**
 * Stands for a stream of randomness among the specs of `compile`: the traced function gets a `RandomSource`, the
 * program takes a `Stream` of `@stokast/sampling` and moves its cursor by the words that the draws need, the same
 * number in every run.
 *
 * ```ts
 * import { compile, randomStream } from '@stokast/autodiff';
 * import { stream } from '@stokast/sampling';
 * const walk = compile((start, source) => source.normal([3]).add(start), [[], randomStream]);
 * walk(100, stream('walk')).length //=> 3
 * ```
 */
export const randomStream: StreamSpec = /* @__PURE__ */ Object.freeze({ argument: 'stream' });

/** A stream, as programs use it: those of `@stokast/sampling` are some. */
export interface WordStream {
  /** Takes so many words of 32 bits and returns where they start. */
  take(words: number): number;
  /** Address of engine and key, as `Machine.source` writes them. */
  sourceIn(machine: Machine): number;
}

/** Bytes of engine and key in a machine; in a program the position follows them, as a double. */
export const POSITION = 64;
export const SOURCE_SHAPE: readonly [9] = [9];

/** How many words a run takes of the stream that this input is; undefined where it is none. */
export const wordsTaken = (input: Tensor): number | undefined =>
  (input.attributes.taken as Taken | undefined)?.words;

export function checkStream(what: string, path: string, value: unknown): asserts value is WordStream {
  const { take, sourceIn } = (value ?? {}) as Partial<WordStream>;
  if (typeof take !== 'function' || typeof sourceIn !== 'function')
    throw typeFault(what, path, value, 'a Stream, as made by stream(seed) of @stokast/sampling');
}

/** Writes where a stream is into its place in a program, and takes `words` of it. */
export function writeStream(stream: WordStream, words: number, machine: Machine, view: Float64Array): void {
  const position = stream.take(words);
  const from = stream.sourceIn(machine);
  machine.u8.copyWithin(view.byteOffset, from, from + POSITION);
  view[POSITION / 8] = position;
}
