// What passes between the first thread of a training and the others, and how one of these obeys.
import { type Backend, useBackend } from '@stokast/core-wasm';
import { Stream, type StreamState } from '@stokast/sampling';
import { type Board, boardIn, boardLength, partsOf } from './board.ts';
import type { Programs } from './programs.ts';
import { Thread, type ThreadState } from './thread.ts';

/** What the first thread says. `parts` are numbers for the board, where memory is not shared: see `partsOf`. */
export type Order =
  | {
      readonly do: 'start';
      readonly programs: Programs;
      readonly index: number;
      readonly stream: StreamState;
      readonly backend: Backend;
      readonly memory: SharedArrayBuffer | undefined;
    }
  | {
      readonly do: 'load';
      readonly weights: readonly Float32Array[] | undefined;
      readonly state: ThreadState;
    }
  | {
      readonly do: 'gradient';
      readonly phase: number;
      readonly step: number;
      readonly repeat: number;
      readonly before: number | undefined;
      readonly parts: readonly Float32Array[] | undefined;
    }
  | {
      readonly do: 'update';
      readonly phase: number;
      /** The step, where it ends with this update. */
      readonly ends: number | undefined;
      readonly parts: readonly Float32Array[] | undefined;
    }
  | { readonly do: 'state' };

/** What another says when it is done. */
export interface Reply {
  readonly parts?: readonly Float32Array[];
  readonly state?: ThreadState;
  readonly error?: { readonly message: string; readonly code?: string };
}

/** Copies of parts of a board, to be sent. */
export const copies = (parts: readonly Float32Array[]): Float32Array<ArrayBuffer>[] =>
  parts.map((part) => new Float32Array(part));

/** Writes what was sent. */
export function receive(to: readonly Float32Array[], parts: readonly Float32Array[] | undefined): void {
  for (const [i, part] of (parts ?? []).entries()) to[i].set(part);
}

type Send = (reply: Reply, transfer: ArrayBuffer[]) => void;

/** Does what it is told, and answers each order once. */
export function serve(send: Send): (order: Order) => void {
  let work: { programs: Programs; board: Board; thread: Thread; index: number; shared: boolean };
  const obey = (order: Order): Reply => {
    if (order.do === 'start') {
      const { programs, index, stream, backend, memory } = order;
      useBackend(backend);
      const shared = memory !== undefined;
      const board = boardIn(programs, new Float32Array(memory ?? new ArrayBuffer(4 * boardLength(programs))));
      work = {
        programs,
        board,
        thread: new Thread(programs, board, index, Stream.from(stream)),
        index,
        shared,
      };
      return {};
    }
    const { programs, board, thread, index, shared } = work;
    if (order.do === 'load') {
      receive(board.weights, order.weights);
      thread.load();
      thread.restore(order.state);
    } else if (order.do === 'gradient') {
      const { phase, step, repeat, before, parts } = order;
      if (parts) receive(partsOf(programs, board, 'gradient', phase, index, before), parts);
      thread.gradient(phase, step, repeat);
      if (!shared) return { parts: copies(partsOf(programs, board, 'gradient done', phase, index, before)) };
    } else if (order.do === 'update') {
      const { phase, ends, parts } = order;
      if (parts) receive(partsOf(programs, board, 'update', phase, index, undefined), parts);
      thread.update(phase);
      if (ends !== undefined) thread.moveAverages(ends);
      if (!shared) return { parts: copies(partsOf(programs, board, 'update done', phase, index, undefined)) };
    } else {
      return { state: thread.state() };
    }
    return {};
  };
  return (order) => {
    try {
      const reply = obey(order);
      send(
        reply,
        (reply.parts ?? []).map(({ buffer }) => buffer as ArrayBuffer),
      );
    } catch (error) {
      const { message, code } = error as { message: string; code?: string };
      send({ error: { message, ...(code === undefined ? {} : { code }) } }, []);
    }
  };
}
