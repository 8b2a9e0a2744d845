// Every filling kernel, on every backend: the same bits, and nothing beside the output.
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/machine';
import { eachBackend, runAll, testKey } from '../../backends';
import { type Fill, fills } from '../../fills';

const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 127, 128, 1023, 1024, 1025, 2047, 2048, 2049, 4099];
const offsets = [0, 1, 2, 5, 15, 16, 4294967295, 68719476735, 9007199254700000];

function compare(
  { bytes, prepare, fill }: Fill,
  engine: Engine,
  seed: number,
  offset: number,
  n: number,
): void {
  const { simd, portable, typescript } = runAll(n * bytes, (machine, out) => {
    prepare?.(machine);
    fill(machine, machine.source(engine, testKey(seed)), offset, n, out);
  });
  if (Buffer.compare(simd, portable) !== 0) throw new Error(`simd differs: ${n} from ${offset}`);
  if (Buffer.compare(typescript, portable) !== 0) throw new Error(`typescript differs: ${n} from ${offset}`);
}

describe.each(Object.entries(fills))('%s', (_, fill) => {
  test.each(['chacha8', 'philox4x32-10'] as Engine[])('edge lengths at all offsets, %s', (engine) => {
    for (const offset of offsets) for (const n of lengths) compare(fill, engine, n, offset, n);
  });

  test('lengths 0 .. 4099: each is the start of the longest, on the backend of the shipped module and its twins', () => {
    const { bytes, prepare, fill: draw } = fill;
    for (const [name, machine] of eachBackend) {
      const source = machine.source('chacha8', testKey(1));
      const out = machine.scratch + 64;
      prepare?.(machine);
      draw(machine, source, 68719476735, 4099, out);
      const longest = machine.u8.slice(out, out + 4099 * bytes);
      // The two scalar forms are the same code: every 16th length is enough for them.
      for (let n = 0; n <= 4099; n += name === 'simd' ? 1 : 16) {
        machine.u8.fill(0xa5, out, out + n * bytes + 64);
        draw(machine, source, 68719476735, n, out);
        expect(
          Buffer.compare(machine.u8.subarray(out, out + n * bytes), longest.subarray(0, n * bytes)),
        ).toBe(0);
        for (let i = 0; i < 64; i++)
          if (machine.u8[out + n * bytes + i] !== 0xa5) throw new Error(`${n}: byte ${i} after`);
      }
    }
  });

  test('450 000 draws', () => {
    for (let chunk = 0; chunk < 30; chunk++) compare(fill, 'chacha8', 2, 32_001 * chunk, 15_000);
  });
});

test('that is more than 10^7 draws', () => {
  expect(Object.keys(fills).length * 450_000).toBeGreaterThan(1e7);
});
