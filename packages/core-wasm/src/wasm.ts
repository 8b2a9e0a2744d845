// A machine from a WebAssembly module.
import { type Kernels, Machine } from './machine';

/** Instantiates a compiled core. Throws what WebAssembly throws. */
export function wasmMachine(module: WebAssembly.Module): Machine {
  const { exports } = new WebAssembly.Instance(module, {});
  const kernels: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(exports)) {
    // Addresses are exported as globals: hold the number.
    kernels[name] = value instanceof WebAssembly.Global ? value.value : value;
  }
  const memory = exports.memory as WebAssembly.Memory;
  return new Machine('wasm', kernels as unknown as Kernels, memory as never);
}
