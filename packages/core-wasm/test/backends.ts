// The three builds of every kernel. One suite takes this list; a missing build fails, it does not skip.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Machine } from '../src/machine';
import { typescriptMachine } from '../src/typescript';
import { wasmMachine } from '../src/wasm';

const open = (path: string): Machine =>
  wasmMachine(new WebAssembly.Module(readFileSync(fileURLToPath(new URL(path, import.meta.url)))));

/** name -> machine: the shipped SIMD module, the portable module (not shipped), the TypeScript fallback. */
export const backends: Record<'simd' | 'portable' | 'typescript', Machine> = {
  simd: open('../dist/core.wasm'),
  portable: open('../build/portable.wasm'),
  typescript: typescriptMachine(),
};

/** For `describe.each`. */
export const eachBackend: [string, Machine][] = Object.entries(backends);

/** A key of eight words from a seed word: not random, only different for different seeds. */
export function testKey(seed: number): Uint32Array {
  const key = new Uint32Array(8);
  let x = seed >>> 0;
  for (let i = 0; i < 8; i++) {
    x = (Math.imul(x ^ (x >>> 16), 0x45d9f3b) + 0x9e3779b9) >>> 0;
    key[i] = x;
  }
  return key;
}

/**
 * Runs `kernel` on every backend over `bytes` of scratch surrounded by guard words, and returns what each wrote.
 * Throws when a guard word was touched. `kernel` gets the machine, the source's address and the output's address.
 */
export function runAll(
  bytes: number,
  kernel: (machine: Machine, out: number) => void,
  offset = 0,
): Record<string, Uint8Array> {
  const results: Record<string, Uint8Array> = {};
  for (const [name, machine] of eachBackend) {
    const out = machine.scratch + 64 + offset;
    machine.u8.fill(0xa5, machine.scratch, out + bytes + 64);
    kernel(machine, out);
    for (let i = 1; i <= 64; i++) {
      if (machine.u8[out - i] !== 0xa5) throw new Error(`${name}: wrote ${i} bytes before its output`);
      if (machine.u8[out + bytes + i - 1] !== 0xa5)
        throw new Error(`${name}: wrote ${i - 1} bytes after its output`);
    }
    results[name] = machine.u8.slice(out, out + bytes);
  }
  return results;
}
