// `@stokast/core-wasm`: the machine. The WebAssembly module is inside this file, as text, and is compiled at first use.
import inlined from '#core.wasm';
import { loader } from './load';
import type { Backend, Machine } from './machine';

export type { ModuleSource } from './load';
export type { Backend, Engine, Kernels, Machine } from './machine';
export { engines } from './machine';
export { SCRATCH_BYTES } from './memory';

function compile(): WebAssembly.Module {
  const text = atob(inlined);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return new WebAssembly.Module(bytes);
}

const door: ReturnType<typeof loader> = /* @__PURE__ */ loader(compile);

/** The machine of this realm, made at the first call. */
export const machine = (): Machine => door.machine();
/** Which backend runs: `'wasm'`, or `'typescript'` where WebAssembly is missing or forbidden. Same bits either way. */
export const backend = (): Backend => door.backend();
/** Why the fallback runs, when it was not asked for. */
export const fallbackReason = (): string | undefined => door.fallbackReason();
/** Forces a backend, or lets the engine decide again (`'auto'`). Throws STOKAST_E_BACKEND when it cannot run here. */
export const useBackend = (choice: Backend | 'auto'): Machine => door.useBackend(choice);
/** For those who want to wait, or who bring the module themselves. Nobody has to call it. */
export const init: (typeof door)['init'] = (options) => door.init(options);
