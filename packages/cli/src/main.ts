// The process around `run`: streams, signals, exit code.
import { ClosedPipe, type Io, type Output } from './io.ts';
import { run } from './run.ts';

/** The longest that writing goes on before signals are heard. */
const LISTEN_MS = 20;
let heard = performance.now();

function output(stream: NodeJS.WriteStream): Output {
  stream.on('error', () => {}); // every write has its own callback
  return {
    get isTerminal() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.columns;
    },
    write: async (chunk) => {
      await new Promise<void>((resolve, reject) => {
        stream.write(chunk, (error) => {
          if (!error) resolve();
          else reject('code' in error && error.code === 'EPIPE' ? new ClosedPipe('nobody reads') : error);
        });
      });
      // Files take everything at once: without a pause now and then, no signal would ever be heard.
      if (performance.now() - heard > LISTEN_MS) {
        await new Promise((resolve) => setImmediate(resolve));
        heard = performance.now();
      }
    },
  };
}

// Writes to a pipe never block the process, so this is heard at once; see `busy` for the rest.
let listener: (() => void) | undefined;
const interrupted = (): void => {
  const once = listener;
  listener = undefined;
  if (once) once();
  else process.exit(130);
};

const io: Io = {
  argv: process.argv.slice(2),
  env: process.env,
  out: output(process.stdout),
  err: output(process.stderr),
  stdin: () => process.stdin,
  busy(work) {
    // No listener can run now: without one, the signal itself ends the process, which a shell reports as 130 too.
    process.off('SIGINT', interrupted);
    try {
      return work();
    } finally {
      process.on('SIGINT', interrupted);
    }
  },
  onInterrupt(f) {
    listener = f;
    return () => {
      listener = undefined;
    };
  },
};

process.on('SIGINT', interrupted);
process.exit(await run(io));
