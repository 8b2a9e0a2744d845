// `@stokast/core-wasm`: the machine. The WebAssembly module is inside this file, as text, and is compiled at first use.
import inlined from '#core.wasm';
import { loader } from './load';
import type { Backend, Machine } from './machine';

export type { ModuleSource } from './load';
export type { Backend, Engine, Kernels, Machine } from './machine';
export { engines } from './machine';
export { SCRATCH_BYTES } from './memory';

/** What some engines have for base64; a loop over atob's text takes 2 ms of a cold start. */
interface FastBase64 {
  readonly Uint8Array: { fromBase64?(text: string): Uint8Array<ArrayBuffer> };
  readonly Buffer?: { from(text: string, encoding: 'base64'): Uint8Array<ArrayBuffer> };
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const { Uint8Array: Bytes, Buffer } = globalThis as unknown as FastBase64;
  if (Bytes.fromBase64) return Bytes.fromBase64(base64);
  if (Buffer) return Buffer.from(base64, 'base64');
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

const compile = (): WebAssembly.Module => new WebAssembly.Module(decode(inlined));

const compileLater = async (): Promise<WebAssembly.Module> => WebAssembly.compile(decode(inlined));

const door: ReturnType<typeof loader> = /* @__PURE__ */ loader(compile, compileLater);

/** The machine of this realm, made at the first call. */
export const machine = (): Machine => door.machine();
/** Which backend runs: `'wasm'`, or `'typescript'` where WebAssembly is missing or forbidden. Same bits either way. */
export const backend = (): Backend => door.backend();
/** Why the fallback runs, when it was not asked for. */
export const fallbackReason = (): string | undefined => door.fallbackReason();
/** Forces a backend, or lets the engine decide again (`'auto'`). Throws STOKAST_E_BACKEND when it cannot run here. */
export const useBackend = (choice: Backend | 'auto'): Machine => door.useBackend(choice);
/**
 * For those who want to wait, so that the module is compiled in the background, or who bring it themselves. Nobody
 * has to call it.
 */
export const init: (typeof door)['init'] = (options) => door.init(options);
