// `@stokast/core-wasm/typescript`: the fallback alone, with no WebAssembly in it at all. It has what the packages above
// import from the main door, so that a bundler's alias can put it in that one's place.
import * as kernels from './kernels/index';
import { type Backend, type Growable, Machine } from './machine';
import { attach } from './platform/platform';
import { layTables } from './platform/static';

export type { Backend, Engine, Kernels, Machine } from './machine';
export { engines } from './machine';
export { SCRATCH_BYTES } from './memory';

let only: Machine | undefined;

/** The TypeScript machine: one a realm, made at the first call. */
export function typescriptMachine(): Machine {
  if (only) return only;
  let buffer = new ArrayBuffer(65536 * 2);
  layTables(buffer);
  attach(buffer);
  const memory: Growable = {
    get buffer() {
      return buffer;
    },
    grow(pages) {
      const larger = new ArrayBuffer(buffer.byteLength + pages * 65536);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
      attach(buffer);
    },
  };
  only = new Machine('typescript', kernels, memory);
  return only;
}

/** The machine of this realm: always the TypeScript one. */
export const machine = (): Machine => typescriptMachine();
/** Which backend runs: always `'typescript'`. */
export const backend = (): Backend => 'typescript';
/** Chooses the backend, which is the TypeScript one whatever is asked for. */
export const useBackend = (_choice: Backend | 'auto'): Machine => typescriptMachine();
