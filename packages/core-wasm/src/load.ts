// Which machine runs: WebAssembly, compiled at first use, or the TypeScript fallback.
import { type ErrorCode, typeFault } from './errors';
import type { Backend, Machine } from './machine';
import { typescriptMachine } from './typescript';
import { wasmMachine } from './wasm';

/** Where `init` can get the module from. */
export type ModuleSource = WebAssembly.Module | BufferSource | Response | URL;

let current: Machine | undefined;
let wasm: Machine | undefined;
let failure: string | undefined;

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function openWasm(compile: () => WebAssembly.Module): Machine {
  wasm ??= wasmMachine(compile());
  return wasm;
}

function unavailable(cause: unknown): Error & { code: ErrorCode } {
  const error = new Error(
    `Cannot use the WebAssembly backend: ${describe(cause)}. Use useBackend('auto') or useBackend('typescript'): the results are the same bits.`,
    { cause },
  );
  return Object.assign(error, { code: 'STOKAST_E_BACKEND' as const });
}

/** The functions of the package's entry, given the way in which that entry comes by the module. */
export function loader(compile: () => WebAssembly.Module): {
  machine: () => Machine;
  backend: () => Backend;
  fallbackReason: () => string | undefined;
  useBackend: (choice: Backend | 'auto') => Machine;
  init: (options?: { module?: ModuleSource }) => Promise<Machine>;
} {
  function machine(): Machine {
    if (current) return current;
    try {
      current = openWasm(compile);
    } catch (error) {
      // No WebAssembly, no SIMD, a content-security policy, or a limit on synchronous compilation.
      failure = describe(error);
      current = typescriptMachine();
    }
    return current;
  }

  function useBackend(choice: Backend | 'auto'): Machine {
    if (choice === 'typescript') {
      current = typescriptMachine();
    } else if (choice === 'wasm') {
      try {
        current = openWasm(compile);
      } catch (error) {
        throw unavailable(error);
      }
    } else if (choice === 'auto') {
      current = undefined;
    } else {
      throw typeFault('Cannot choose a backend', 'choice', choice, "'wasm', 'typescript' or 'auto'");
    }
    return machine();
  }

  async function init(options: { module?: ModuleSource } = {}): Promise<Machine> {
    const source = options.module;
    if (source !== undefined && !wasm) {
      try {
        wasm = wasmMachine(await compileFrom(source));
        current = wasm;
      } catch (error) {
        throw unavailable(error);
      }
    }
    return machine();
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
