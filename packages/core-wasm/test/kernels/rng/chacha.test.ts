import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/machine';
import { eachBackend, runAll, testKey } from '../../backends';
import strombergson from '../../vectors/rng/chacha.json' with { type: 'json' };

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const words = (text: string): Uint32Array => new Uint32Array(new Uint8Array(Buffer.from(text, 'hex')).buffer);
const zeros = '00'.repeat(32);

// RFC 8439 has a 32-bit counter and a 96-bit nonce: its first nonce word is our line number's high word.
const rfc8439 = [
  {
    section: '2.3.2',
    key: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
    state: '01000000' + '000000090000004a00000000',
    block:
      '10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4ed2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e',
  },
  {
    section: 'A.1 #1',
    key: zeros,
    state: '00000000' + '000000000000000000000000',
    block:
      '76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586',
  },
  {
    section: 'A.1 #2',
    key: zeros,
    state: '01000000' + '000000000000000000000000',
    block:
      '9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f',
  },
  {
    section: 'A.1 #3',
    key: `${'00'.repeat(31)}01`,
    state: '01000000' + '000000000000000000000000',
    block:
      '3aeb5224ecf849929b9d828db1ced4dd832025e8018b8160b82284f3c949aa5a8eca00bbb4a73bdad192b5c42f73f2fd4e273644c8b36125a64addeb006c13a0',
  },
  {
    section: 'A.1 #4',
    key: `00ff${'00'.repeat(30)}`,
    state: '02000000' + '000000000000000000000000',
    block:
      '72d54dfbf12ec44b362692df94137f328fea8da73990265ec1bbbea1ae9af0ca13b25aa26cb4a648cb9b9d1be65b2c0924a66c54d545ec1b7374f4872e99f096',
  },
  {
    section: 'A.1 #5',
    key: zeros,
    state: '00000000' + '000000000000000000000002',
    block:
      'c2c64d378cd536374ae204b9ef933fcd1a8b2288b3dfa49672ab765b54ee27c78a970e0e955c14f3a88e741b97c286f75f8fc299e8148362fa198a39531bed6d',
  },
];

describe.each(eachBackend)('chacha on %s', (_, m) => {
  const keystream = (engine: Engine, key: Uint32Array, state: Uint32Array, count: number): string => {
    const [low, high, streamLow, streamHigh] = new Int32Array(state.buffer);
    m.kernels.lines(m.source(engine, key), low, high, streamLow, streamHigh, count, m.scratch);
    return hex(m.u8.slice(m.scratch, m.scratch + 64 * count));
  };

  test.each(rfc8439)('RFC 8439, $section', ({ key, state, block }) => {
    expect(keystream('chacha20', words(key), words(state), 1)).toBe(block);
  });

  test.each(strombergson.vectors)('draft-strombergson, $name, $rounds rounds', (v) => {
    const engine = `chacha${v.rounds}` as Engine;
    const state = words('00'.repeat(8) + v.iv);
    expect(keystream(engine, words(v.key), state, 2)).toBe(v.keystream);
    // The same two blocks with others around them, and alone.
    for (const block of [0, 1]) {
      expect(keystream(engine, words(v.key), state, 7).slice(128 * block, 128 * block + 128)).toBe(
        v.keystream.slice(128 * block, 128 * block + 128),
      );
    }
    expect(keystream(engine, words(v.key), state, 1)).toBe(v.keystream.slice(0, 128));
  });

  test('the line number wraps at 2^64: Bernstein, reference implementation, 8 rounds, zero key', () => {
    const wrapped = keystream('chacha8', words(zeros), words('ffffffffffffffff0000000000000000'), 3);
    expect(wrapped.slice(0, 128)).toBe(
      'df8a0bceca2fbb111f29978fa9a64407c68ced975ff55a24707265d0687e6aefb3597eac46e4b0a79b3a49c8b0f1775ac3edd7eb6a6d9bcb38f276517a79e014',
    );
    expect(wrapped.slice(128)).toBe(strombergson.vectors[0].keystream);
  });

  test('word p of the cursor is word p mod 16 of line p div 16, from any offset, past 2^32 lines', () => {
    for (const position of [0, 1, 15, 16, 17, 2 ** 36 - 40, 2 ** 36 + 3, 2 ** 53 - 100]) {
      for (const n of [0, 1, 2, 15, 16, 17, 31, 33, 64, 100]) {
        const source = m.source('chacha8', testKey(n));
        m.kernels.fillWords(source, position, n, m.scratch);
        const got = Array.from(m.u32.subarray(m.scratch >> 2, (m.scratch >> 2) + n));
        const expected = got.map((_, i) => {
          const line = Math.floor((position + i) / 16);
          m.kernels.lines(source, line | 0, Math.floor(line / 2 ** 32), 0, 0, 1, m.scratch);
          return m.u32[(m.scratch >> 2) + ((position + i) % 16)];
        });
        expect(got).toEqual(expected);
      }
    }
  });
});

test('all backends write the same lines, across the carry at 2^32 and the wrap at 2^64, for every count', () => {
  for (const engine of ['chacha8', 'chacha12', 'chacha20', 'philox4x32-10'] as const) {
    for (const high of [7, -1]) {
      for (let count = 0; count <= 13; count++) {
        const { simd, portable, typescript } = runAll(count * 64, (machine, out) =>
          machine.kernels.lines(
            machine.source(engine, testKey(count)),
            -5,
            high,
            3,
            0x80000001 | 0,
            count,
            out,
          ),
        );
        expect(simd).toEqual(portable);
        expect(typescript).toEqual(portable);
      }
    }
  }
});
