// Every filling kernel, on every backend: the same bits for lengths 0..4099 at several offsets, nothing beside the output.
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/machine';
import { runAll, testKey } from '../../backends';
import { fills } from '../../fills';

const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 127, 128, 1023, 1024, 1025, 2047, 2048, 2049, 4099];
const offsets = [0, 1, 2, 5, 15, 16, 4294967295, 68719476735, 9007199254700000];

describe.each(Object.entries(fills))('%s', (_, { bytes, prepare, fill }) => {
  test.each(['chacha8', 'philox4x32-10'] as Engine[])('same bits on every backend, %s', (engine) => {
    for (const offset of offsets) {
      for (const n of lengths) {
        const { simd, portable, typescript } = runAll(n * bytes, (machine, out) => {
          prepare?.(machine);
          fill(machine, machine.source(engine, testKey(n)), offset, n, out);
        });
        expect(Buffer.compare(simd, portable)).toBe(0);
        expect(Buffer.compare(typescript, portable)).toBe(0);
      }
    }
  });
});
