// `@stokast/core-wasm/relaxed`: a second module, in which matrix products (so convolutions as well) multiply and add in
// one operation where the processor can. Faster, and no longer the same bits on every engine and machine.
import inlined from '#core.relaxed.wasm';
import { decode } from './base64';
import { useRelaxedModule } from './load';
import type { Machine } from './machine';

/**
 * Makes the relaxed machine that of this realm, and returns it: `backend()` says `'wasm-relaxed'` from then on, until
 * `useBackend` chooses another. Programs compiled before stay on the machine that they were compiled for. Only
 * MATMUL and MATMUL32 differ: by roundings, between engines and processors too.
 *
 * Throws an Error (STOKAST_E_BACKEND) where the engine has no relaxed SIMD (Node 20 has none) or no WebAssembly.
 *
 * ```ts
 * import { backend } from '@stokast/core-wasm';
 * import { useRelaxed } from '@stokast/core-wasm/relaxed';
 *
 * try {
 *   useRelaxed();
 * } catch {} // as before, then
 * backend();
 * ```
 */
export const useRelaxed = (): Machine => useRelaxedModule(() => decode(inlined));
