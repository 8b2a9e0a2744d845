// The other threads of a training, as the first one sees them.
import { backend } from '@stokast/core-wasm';
import type { Stream } from '@stokast/sampling';
import { type Host, openWorker, workerFault } from '../worker-host.ts';
import { type Board, type Message, partsOf } from './board.ts';
import { copies, type Order, type Reply, receive } from './mate.ts';
import type { Programs } from './programs.ts';
import type { ThreadState } from './thread.ts';

/** Memory for a board that all threads see, where there is such; undefined where there is not. */
export const sharedMemory = (length: number): SharedArrayBuffer | undefined =>
  typeof SharedArrayBuffer === 'undefined' ? undefined : new SharedArrayBuffer(4 * length);

/** Workers: each is given the same orders at the same time, and `answers` waits for all of them. */
export class Team {
  private readonly programs: Programs;
  private readonly board: Board;
  private readonly shared: boolean;
  private readonly hosts: Host[] = [];
  private replies: (Reply | undefined)[] = [];
  private open = 0;
  private failure: Error | undefined;
  private settle: (() => void) | undefined;
  /** The phase that was done last. */
  private before: number | undefined;

  constructor(programs: Programs, board: Board, memory: SharedArrayBuffer | undefined, stream: Stream) {
    this.programs = programs;
    this.board = board;
    this.shared = memory !== undefined;
    const [now, state] = [backend(), stream.state()];
    if (now === 'wasm-relaxed')
      throw workerFault(
        "workers have no relaxed WebAssembly: use useBackend('auto'), or the option workers: 1",
      );
    for (let index = 1; index < programs.threads; index++) {
      this.hosts.push(
        openWorker(
          (reply) => this.take(index - 1, reply),
          (error) => this.fail(error),
        ),
      );
    }
    this.tell((index) => ({ do: 'start', programs, index, stream: state, backend: now, memory }));
  }

  private take(index: number, reply: Reply): void {
    const { error } = reply;
    if (error) this.fail(Object.assign(new Error(error.message), error.code ? { code: error.code } : {}));
    this.replies[index] = reply;
    this.open -= 1;
    if (this.open === 0) this.settle?.();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.settle?.();
  }

  /** Gives an order; `answers` must have come since the last. */
  private tell(orderFor: (thread: number) => Order): void {
    if (this.failure) throw this.failure;
    for (const [i, host] of this.hosts.entries()) {
      const order = orderFor(i + 1);
      const parts = 'parts' in order ? (order.parts ?? []) : [];
      this.open += 1;
      host.hold(true);
      host.post(
        order,
        parts.map(({ buffer }) => buffer as ArrayBuffer),
      );
    }
  }

  /** What they answered, when all have. */
  private async answers(): Promise<readonly Reply[]> {
    if (this.open > 0 && !this.failure)
      await new Promise<void>((resolve) => {
        this.settle = resolve;
      });
    this.settle = undefined;
    for (const host of this.hosts) host.hold(false);
    if (this.failure) throw this.failure;
    return this.replies as Reply[];
  }

  private parts(message: Message, phase: number, thread: number): readonly Float32Array[] {
    return partsOf(this.programs, this.board, message, phase, thread, this.before);
  }

  private sent(message: Message, phase: number, thread: number): readonly Float32Array[] | undefined {
    return this.shared ? undefined : copies(this.parts(message, phase, thread));
  }

  /** Waits for the parts of the board that they were to bring up to date. */
  private async received(message: Message, phase: number): Promise<void> {
    for (const [i, { parts }] of (await this.answers()).entries())
      if (parts) receive(this.parts(message, phase, i + 1), parts);
  }

  async load(state: ThreadState): Promise<void> {
    await this.answers();
    const weights = this.shared ? undefined : copies(this.board.weights);
    this.before = undefined;
    this.tell(() => ({ do: 'load', weights, state }));
    await this.answers();
  }

  /** `own` is done meanwhile. */
  async gradient(phase: number, step: number, repeat: number, own: () => void): Promise<void> {
    const { before } = this;
    this.tell((thread) => ({
      do: 'gradient',
      phase,
      step,
      repeat,
      before,
      parts: this.sent('gradient', phase, thread),
    }));
    own();
    await this.received('gradient done', phase);
  }

  async update(phase: number, ends: number | undefined, own: () => void): Promise<void> {
    this.tell((thread) => ({ do: 'update', phase, ends, parts: this.sent('update', phase, thread) }));
    own();
    await this.received('update done', phase);
    this.before = phase;
  }

  /** What they have charge of. */
  async states(): Promise<readonly ThreadState[]> {
    this.tell(() => ({ do: 'state' }));
    return (await this.answers()).map(({ state }) => state as ThreadState);
  }

  close(): void {
    for (const host of this.hosts) host.close();
    this.fail(workerFault('the training is closed'));
  }
}
