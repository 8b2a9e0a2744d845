// What a command sees of the process around it; tests hand in their own.

/** Where text or bytes go. */
export interface Output {
  /** Someone is looking: width, colour and progress make sense. */
  readonly isTerminal: boolean;
  /** Width of that terminal. */
  readonly columns: number | undefined;
  /** Resolves when the chunk has been handed over, so that memory stays small; rejects with ClosedPipe when nobody reads. */
  write(chunk: string | Uint8Array): Promise<void>;
}

export interface Io {
  /** Arguments after `stokast`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Output;
  readonly err: Output;
  /** Standard input, opened when first read. */
  stdin(): AsyncIterable<Uint8Array>;
  /** Runs work that holds the event loop for long, so that Ctrl-C still ends the process. */
  busy<T>(work: () => T): T;
  /** The first Ctrl-C calls `listener` in place of ending the process; the next one ends it. Gives the way back. */
  onInterrupt(listener: () => void): () => void;
}

/** The reader of our output has gone away, as `head` does: no error, just the end. */
export class ClosedPipe extends Error {
  override readonly name: string = 'ClosedPipe';
}
