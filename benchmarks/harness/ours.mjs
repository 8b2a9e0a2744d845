// Rows of stokast itself, on both backends. The backend is forced before the set-up and before every run.
import { useBackend } from '@stokast/core-wasm';

/** The name of a row of ours. */
export const WASM = 'stokast (WebAssembly)';
export const FALLBACK = 'stokast (TypeScript fallback)';

function on(backend, setup) {
  return async () => {
    useBackend(backend);
    const run = await setup();
    return () => {
      useBackend(backend);
      return run();
    };
  };
}

/** Both rows for one set-up; `suffix` tells variants apart. */
export function ours(setup, suffix = '') {
  const name = (base) => (suffix ? `${base}, ${suffix}` : base);
  return [
    { name: name(WASM), setup: on('wasm', setup) },
    { name: name(FALLBACK), setup: on('typescript', setup) },
  ];
}

/** Our WebAssembly row again under the newer Node, beside contenders that need it. */
export function oursNewer(setup, suffix = '') {
  const base = `${WASM}, newer Node`;
  return { name: suffix ? `${base}, ${suffix}` : base, runtime: 'newer node', setup: on('wasm', setup) };
}
