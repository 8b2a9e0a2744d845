// Plans on all three builds of the kernels: the shipped one, the portable one (not shipped) and TypeScript, which must
// give the same bits.
import { readFileSync } from 'node:fs';
import { type Machine, useBackend } from '@stokast/core-wasm';
import { expect } from 'vitest';
import { Executable } from '../src/executable.ts';
import { faultsOf } from '../src/explain/verify.ts';
import type { Program } from '../src/index.ts';
import { insideOf } from '../src/program.ts';
import { closeRoom, type Room } from '../src/room.ts';

const simd = useBackend('wasm');
const typescript = useBackend('typescript');

/** A machine of the portable build: the same class as the others. */
function portableMachine(): Machine {
  const path = new URL('../../core-wasm/build/portable.wasm', import.meta.url);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)), {});
  const kernels = Object.entries(exports).map(([name, each]) => [
    name,
    each instanceof WebAssembly.Global ? each.value : each,
  ]);
  const Made = simd.constructor as new (...parts: unknown[]) => Machine;
  return new Made('wasm', Object.fromEntries(kernels), exports.memory);
}

const machines: readonly (readonly [name: string, machine: Machine])[] = [
  ['simd', useBackend('wasm')],
  ['portable', portableMachine()],
  ['typescript', typescript],
];

/** Holds a program's plan against its memory, runs it `runs` times on each build, and returns its results as numbers. */
export function runEverywhere(
  program: Program<never, unknown>,
  values: readonly (readonly number[])[],
  runs = 1,
): number[][] {
  const { plan } = insideOf(program);
  expect(faultsOf(plan)).toEqual([]);
  let first: number[][] | undefined;
  for (const [name, machine] of machines) {
    const executable = new Executable(machine, plan, false);
    for (let run = 0; run < runs; run++) {
      for (const [i, view] of executable.inputs.entries()) view.set(values[i]);
      executable.run();
      const results = executable.outputs.map((view) => Array.from<number>(view));
      first ??= results;
      expect(results, `${name}, run ${run}`).toStrictEqual(first);
    }
    closeRoom((executable as unknown as { room: Room }).room);
  }
  return first as number[][];
}
