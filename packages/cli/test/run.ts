// Runs the command in this process, with streams of its own.
import { ClosedPipe, type Io, type Output } from '../src/io.ts';
import { run } from '../src/run.ts';

export interface Options {
  readonly stdin?: string | Uint8Array;
  readonly env?: Record<string, string>;
  /** Columns of a terminal that both streams go to; none: pipes. */
  readonly terminal?: number;
  /** Standard output goes away after so many characters or bytes. */
  readonly closeAfter?: number;
  /** Ctrl-C: called with what the command wants to be told by. */
  readonly interrupt?: (listener: () => void) => void;
}

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly bytes: Uint8Array;
}

/** Runs `stokast` with arguments as a shell would split a simple line, or as given. */
export async function stokast(line: string | readonly string[], options: Options = {}): Promise<Outcome> {
  const argv = typeof line === 'string' ? words(line) : line;
  const chunks: Uint8Array[] = [];
  let errors = '';
  let size = 0;
  const terminal = options.terminal;
  const shared = { isTerminal: terminal !== undefined, columns: terminal };
  const out: Output = {
    ...shared,
    write: async (chunk) => {
      const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk.slice();
      size += bytes.length;
      if (size > (options.closeAfter ?? Number.POSITIVE_INFINITY)) throw new ClosedPipe('closed');
      chunks.push(bytes);
    },
  };
  const err: Output = {
    ...shared,
    write: async (chunk) => {
      errors += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
    },
  };
  const io: Io = {
    argv,
    env: options.env ?? {},
    out,
    err,
    stdin: async function* () {
      const { stdin = '' } = options;
      yield typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin;
    },
    busy: (work) => work(),
    onInterrupt: (listener) => {
      options.interrupt?.(listener);
      return () => {};
    },
  };
  const code = await run(io);
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { code, out: new TextDecoder().decode(bytes), err: errors, bytes };
}

/** Splits at blanks; single or double quotes keep blanks. */
function words(line: string): string[] {
  return (line.match(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g) ?? []).map((word) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'),
  );
}
