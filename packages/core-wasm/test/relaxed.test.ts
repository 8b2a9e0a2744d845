// The relaxed build: chosen only when asked for, close to the strict one, and a clear error where it cannot run.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { MATMUL, MATMUL32 } from '../src/kernels/program/opcodes';
import { backends } from './backends';
import { numbers, precisions } from './kernels/linear/reference';
import { runOn, words } from './programs';

const read = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../dist/${name}`, import.meta.url))));
const relaxed = read('core.relaxed.wasm');
const strict = (): WebAssembly.Module => new WebAssembly.Module(read('core.wasm'));
/** Node 20 has no relaxed SIMD; Node 22 and later have. Either way there is something to test. */
const runsHere = WebAssembly.validate(relaxed);

type Load = typeof import('../src/load');
let load: Load;
let door: ReturnType<Load['loader']>;
beforeEach(async () => {
  vi.resetModules();
  load = await import('../src/load');
  door = load.loader(strict, async () => strict());
});

test('it is another module of about the same size', () => {
  expect(Buffer.compare(relaxed, read('core.wasm'))).not.toBe(0);
  expect(Math.abs(relaxed.length - read('core.wasm').length)).toBeLessThan(500);
});

test('nobody gets it without asking', () => {
  expect(door.backend()).toBe('wasm');
  expect(() => door.useBackend('wasm-relaxed')).toThrow(
    expect.objectContaining({ code: 'STOKAST_E_BACKEND', message: expect.stringMatching(/useRelaxed\(\)/) }),
  );
  expect(door.backend()).toBe('wasm');
});

test(`in this engine, ${runsHere ? 'which has relaxed SIMD, it runs' : 'which has none, asking is a clear error'}`, () => {
  if (!runsHere) {
    const before = door.machine();
    expect(() => load.useRelaxedModule(() => relaxed)).toThrow(
      expect.objectContaining({
        code: 'STOKAST_E_BACKEND',
        message: expect.stringMatching(/this engine has no relaxed SIMD.*useBackend\('auto'\)/),
      }),
    );
    expect(door.machine()).toBe(before);
    return;
  }
  const machine = load.useRelaxedModule(() => relaxed);
  expect(door.backend()).toBe('wasm-relaxed');
  expect(door.machine()).toBe(machine);
  expect(door.useBackend('wasm').backend).toBe('wasm');
  expect(door.useBackend('wasm-relaxed')).toBe(machine);
  expect(load.useRelaxedModule(() => relaxed)).toBe(machine);
  expect(door.useBackend('auto').backend).toBe('wasm');
});

test('an engine without any WebAssembly says so', () => {
  vi.stubGlobal('WebAssembly', undefined);
  expect(() => load.useRelaxedModule(() => relaxed)).toThrow(
    expect.objectContaining({ code: 'STOKAST_E_BACKEND' }),
  );
  vi.unstubAllGlobals();
});

describe.each(precisions)('products of %ss', (name, { buffer, round }) => {
  const [opcode, single, bound] = name === 'single' ? [MATMUL32, 1, 1e-6] : [MATMUL, 0, 1e-14];

  test(`are within ${bound} of the strict ones, relative to the sum of magnitudes`, () => {
    // Where the engine has no relaxed SIMD the strict module stands in, so that the comparison itself is run.
    const machine = runsHere ? load.useRelaxedModule(() => relaxed) : backends.simd;
    const precision = precisions[single][1];
    for (const [m, k, n] of [
      [1, 7, 3],
      [8, 8, 8],
      [33, 129, 17],
      [4, 1000, 12],
    ]) {
      const [x, y] = [numbers(m * k, 1, precision), numbers(k * n, 2, precision)];
      const dst = buffer(m * n);
      const scratch = words(backends.simd.kernels.matmulScratch(m, k, n, single) / 4).scratch;
      const code = [opcode, dst, buffer(x), buffer(y), scratch, 1, m, k, n, k, 1, n, 1, 0, 0];
      const [got, expected] = [machine, backends.simd].map((each) => runOn(each, [code]).get(dst)!);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let size = 0;
          for (let p = 0; p < k; p++) size += Math.abs(round(x[i * k + p] * y[p * n + j]));
          expect(Math.abs(got[i * n + j] - expected[i * n + j])).toBeLessThanOrEqual(bound * size);
        }
      }
    }
  });
});
