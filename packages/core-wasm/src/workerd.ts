// `@stokast/core-wasm` on edge runtimes, which compile modules at deployment only: the module is a file of its own.
import module from './core.wasm';
import { loader } from './load';
import type { Backend, Machine } from './machine';

export type { ModuleSource } from './load';
export type { Backend, Engine, Kernels, Machine } from './machine';
export { engines } from './machine';
export { SCRATCH_BYTES } from './memory';

const door: ReturnType<typeof loader> = /* @__PURE__ */ loader(
  () => module,
  async () => module,
);

/** The machine of this realm, made at the first call. */
export const machine = (): Machine => door.machine();
/**
 * Which backend runs: `'wasm'`, or `'typescript'` where WebAssembly is missing or forbidden. Same bits either way.
 * `'wasm-relaxed'` only where `useRelaxed` of `@stokast/core-wasm/relaxed` was called.
 */
export const backend = (): Backend => door.backend();
/** Why the fallback runs, when it was not asked for. */
export const fallbackReason = (): string | undefined => door.fallbackReason();
/** Forces a backend, or lets the engine decide again (`'auto'`). Throws STOKAST_E_BACKEND when it cannot run here. */
export const useBackend = (choice: Backend | 'auto'): Machine => door.useBackend(choice);
/** For those who bring the module themselves. Nobody has to call it. */
export const init: (typeof door)['init'] = (options) => door.init(options);
