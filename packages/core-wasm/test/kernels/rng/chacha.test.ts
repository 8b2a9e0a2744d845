import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/machine';
import { backends, eachBackend, runAll, testKey } from '../../backends';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const keyOf = (text: string): Uint32Array => new Uint32Array(new Uint8Array(Buffer.from(text, 'hex')).buffer);

// RFC 8439 section 2.3.2 has a 32-bit counter and a 96-bit nonce: its first nonce word is our counter's high word.
const rfc8439 = {
  key: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  words: [0x00000001, 0x09000000, 0x4a000000, 0x00000000],
  block:
    '10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4ed2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e',
};

describe.each(eachBackend)('chacha on %s', (_, machine) => {
  const block = (engine: Engine, key: Uint32Array, words: number[]): string => {
    machine.kernels.lines(
      machine.source(engine, key),
      words[0],
      words[1],
      words[2],
      words[3],
      1,
      machine.scratch,
    );
    return hex(machine.u8.slice(machine.scratch, machine.scratch + 64));
  };

  test('RFC 8439, section 2.3.2', () => {
    expect(block('chacha20', keyOf(rfc8439.key), rfc8439.words)).toBe(rfc8439.block);
  });
});

test('all backends write the same lines, across the carry at 2^32, for every count', () => {
  for (const engine of ['chacha8', 'chacha12', 'chacha20'] as const) {
    for (let count = 0; count <= 13; count++) {
      const { simd, portable, typescript } = runAll(count * 64, (machine, out) =>
        machine.kernels.lines(machine.source(engine, testKey(count)), -5, 7, 3, 0x80000001 | 0, count, out),
      );
      expect(simd).toEqual(portable);
      expect(typescript).toEqual(portable);
    }
  }
});
void backends;
