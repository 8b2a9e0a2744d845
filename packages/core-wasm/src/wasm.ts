// A machine from a WebAssembly module.
import * as portable from './kernels/index';
import { type Backend, type Kernels, Machine } from './machine';

/**
 * Instantiates a compiled core. Throws what WebAssembly throws, an Error for a module that lacks kernels of this
 * release, and a RangeError (STOKAST_E_MEMORY) when there is no memory for the machine.
 */
export function wasmMachine(module: WebAssembly.Module, backend: Backend = 'wasm'): Machine {
  const { exports } = new WebAssembly.Instance(module, {});
  for (const [name, kernel] of Object.entries(portable)) {
    const wanted = typeof kernel === 'function' ? 'function' : 'object';
    if (typeof exports[name] !== wanted) throw new Error(`the module is not this release's core: no ${name}`);
  }
  const kernels: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(exports)) {
    // Addresses are exported as globals: hold the number.
    kernels[name] = value instanceof WebAssembly.Global ? value.value : value;
  }
  const memory = exports.memory as WebAssembly.Memory;
  return new Machine(backend, kernels as unknown as Kernels, memory as never);
}
