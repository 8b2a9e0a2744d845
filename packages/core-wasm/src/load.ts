// Which machine runs: WebAssembly, compiled at first use, or the TypeScript fallback.
import { type ErrorCode, typeFault } from './errors';
import type { Backend, Machine } from './machine';
import { typescriptMachine } from './typescript';
import { wasmMachine } from './wasm';

/** Where `init` can get the module from. */
export type ModuleSource = WebAssembly.Module | BufferSource | Response | URL;

let current: Machine | undefined;
let wasm: Machine | undefined;
let relaxed: Machine | undefined;
/** Why `current` is the fallback, where nobody asked for it. */
let failure: string | undefined;

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function openWasm(compile: () => WebAssembly.Module): Machine {
  wasm ??= wasmMachine(compile());
  return wasm;
}

function use(machine: Machine): Machine {
  failure = undefined;
  current = machine;
  return machine;
}

function unavailable(what: string, cause: unknown, instead: string): Error & { code: ErrorCode } {
  const error = new Error(`Cannot use the ${what} backend: ${describe(cause)}. ${instead}`, { cause });
  return Object.assign(error, { code: 'STOKAST_E_BACKEND' as const });
}

const withoutWasm = (cause: unknown): Error & { code: ErrorCode } =>
  unavailable(
    'WebAssembly',
    cause,
    "Use useBackend('auto') or useBackend('typescript'): the results are the same bits.",
  );

/** `useRelaxed` of the package's entry `relaxed`, given the bytes of its module. */
export function useRelaxedModule(bytes: () => Uint8Array<ArrayBuffer>): Machine {
  try {
    if (!relaxed) {
      const module = bytes();
      if (!WebAssembly.validate(module)) throw new Error('this engine has no relaxed SIMD');
      relaxed = wasmMachine(new WebAssembly.Module(module), 'wasm-relaxed');
    }
    return use(relaxed);
  } catch (error) {
    throw unavailable('relaxed WebAssembly', error, "Use useBackend('auto').");
  }
}

/**
 * The functions of the package's entry, given how that entry comes by the module: at once, and for those who wait, by
 * the engine's own compilation in the background, which has no limits of size.
 */
export function loader(
  compile: () => WebAssembly.Module,
  compileLater: () => Promise<WebAssembly.Module>,
): {
  machine: () => Machine;
  backend: () => Backend;
  fallbackReason: () => string | undefined;
  useBackend: (choice: Backend | 'auto') => Machine;
  init: (options?: { module?: ModuleSource }) => Promise<Machine>;
} {
  function machine(): Machine {
    if (current) return current;
    try {
      return use(openWasm(compile));
    } catch (error) {
      // No WebAssembly, no SIMD, a content-security policy, a limit on synchronous compilation, or no memory.
      const fallback = use(typescriptMachine());
      failure = describe(error);
      return fallback;
    }
  }

  function useBackend(choice: Backend | 'auto'): Machine {
    if (choice === 'typescript') return use(typescriptMachine());
    if (choice === 'wasm') {
      try {
        return use(openWasm(compile));
      } catch (error) {
        throw withoutWasm(error);
      }
    }
    if (choice === 'wasm-relaxed') {
      if (relaxed) return use(relaxed);
      const cause = "'@stokast/core-wasm/relaxed' has not been loaded";
      throw unavailable('relaxed WebAssembly', cause, 'Call its useRelaxed().');
    }
    if (choice !== 'auto') {
      throw typeFault(
        'Cannot choose a backend',
        'choice',
        choice,
        "'wasm', 'typescript', 'wasm-relaxed' or 'auto'",
      );
    }
    current = undefined;
    return machine();
  }

  async function init(options: { module?: ModuleSource } = {}): Promise<Machine> {
    const source = options.module;
    if (source === undefined) {
      if (!current && !wasm) {
        const module = await compileLater().catch(() => undefined); // `machine` finds the reason again
        if (!current && module) return use(openWasm(() => module));
      }
      return machine();
    }
    try {
      const module = await compileFrom(source);
      // One machine a realm: what came first, meanwhile too, stays.
      return use(openWasm(() => module));
    } catch (error) {
      throw withoutWasm(error);
    }
  }

  return { machine, backend: () => machine().backend, fallbackReason: () => failure, useBackend, init };
}

async function compileFrom(source: ModuleSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof URL) return compileFrom(await fetch(source));
  if (typeof Response !== 'undefined' && source instanceof Response) {
    return WebAssembly.compile(await source.arrayBuffer());
  }
  return WebAssembly.compile(source as BufferSource);
}
