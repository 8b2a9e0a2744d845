import fc from 'fast-check';
import { describe, test } from 'vitest';
import { eachBackend, testKey } from '../../backends';
import { fills } from '../../fills';
import { chunkFree, type Draw, elementAddressed, withoutMemory } from '../../laws';

const runs = { seed: 20250708, numRuns: 25 };

describe.each(eachBackend)('on %s', (_, machine) => {
  describe.each(Object.entries(fills))('%s', (name, { words, bytes, prepare, fill }) => {
    const draw: Draw = (position, n) => {
      prepare?.(machine);
      fill(machine, machine.source('chacha8', testKey(name.length)), position, n, machine.scratch);
      return machine.u8.slice(machine.scratch, machine.scratch + n * bytes);
    };
    test('chunk-free', () => fc.assert(chunkFree(words, bytes, draw), runs));
    test('element-addressed', () => fc.assert(elementAddressed(words, bytes, draw), runs));
    test('without memory', () => fc.assert(withoutMemory(draw), runs));
  });
});
