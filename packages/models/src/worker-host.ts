// How a worker is opened: Node's, or that of browsers, Deno and Bun.
import type { ErrorCode } from '@stokast/core-wasm/errors';

/** A worker, from outside. */
export interface Host {
  post(message: unknown, transfer: ArrayBuffer[]): void;
  /** Says whether somebody waits for it: a worker that nobody waits for does not keep a process alive. */
  hold(waiting: boolean): void;
  close(): void;
}

interface NodeWorker {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  on(event: string, listener: (value: never) => void): void;
  ref(): void;
  unref(): void;
  terminate(): Promise<number>;
}
type NodeThreads = {
  readonly Worker: new (url: URL, options: { execArgv?: readonly string[] }) => NodeWorker;
};
interface NodeProcess {
  readonly getBuiltinModule?: (name: string) => unknown;
  readonly execArgv: readonly string[];
}
const nodeProcess = (): NodeProcess | undefined => (globalThis as { process?: NodeProcess }).process;

/** Node's own module, where there is one. */
export const nodeThreads = <T>(): T | undefined =>
  nodeProcess()?.getBuiltinModule?.('node:worker_threads') as T | undefined;

/** Why a worker is of no use: STOKAST_E_WORKER. */
export const workerFault = (why: string, cause?: unknown): Error & { code: ErrorCode } =>
  Object.assign(new Error(`Cannot train on several threads: ${why}`, { cause }), {
    code: 'STOKAST_E_WORKER' as const,
  });

const ONE = 'with the option workers: 1 the results are the same bits';

/** Opens the worker of this package. `onFailure` is called once, if it cannot start or ends of itself. */
export function openWorker(onMessage: (data: never) => void, onFailure: (error: Error) => void): Host {
  const fail = (error: unknown): void => {
    const why =
      error instanceof Error ? error.message : String((error as { message?: string })?.message ?? error);
    onFailure(workerFault(`a worker failed (${why}); ${ONE}`, error));
  };
  const threads = typeof Worker === 'undefined' ? nodeThreads<NodeThreads>() : undefined;
  if (threads) {
    let closed = false;
    // What says of a script on the command line that it is a module is refused for files; and flags of V8, such as
    // --max-old-space-size, where they are named in place of inherited.
    const given = nodeProcess()?.execArgv ?? [];
    const execArgv = given.filter((each) => !each.startsWith('--input-type'));
    const options = execArgv.length < given.length ? { execArgv } : {};
    const worker = new threads.Worker(new URL('./worker.js', import.meta.url), options);
    worker.on('message', onMessage);
    worker.on('error', fail);
    worker.on('exit', (code: never) => closed || fail(`it ended with exit code ${code}`));
    worker.unref();
    return {
      post: (message, transfer) => worker.postMessage(message, transfer),
      hold: (waiting) => (waiting ? worker.ref() : worker.unref()),
      close: () => {
        closed = true;
        worker.terminate().catch(() => undefined);
      },
    };
  }
  if (typeof Worker === 'undefined') throw workerFault(`there are no workers here; ${ONE}`);
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => onMessage(data as never);
  worker.onerror = fail;
  worker.onmessageerror = fail;
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    hold: () => undefined,
    close: () => worker.terminate(),
  };
}
