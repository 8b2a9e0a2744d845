// The ABI: every function and address that the loader, the wrappers and the tests may use.
// One list for the WebAssembly module and for the TypeScript fallback; each folder lists its own.

export { BLOCK, RESULT, SOURCE } from '../platform/scratch';
export { staticEnd } from '../platform/static';
export * from './density/index';
export * from './draw/index';
export * from './linear/index';
export * from './math/index';
export * from './optimise/index';
export * from './program/index';
export * from './qmc/index';
export * from './reduce/index';
export * from './rng/index';
export * from './tokens/index';
