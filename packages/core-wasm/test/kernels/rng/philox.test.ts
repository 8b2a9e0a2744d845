import { describe, expect, test } from 'vitest';
import { eachBackend } from '../../backends';

/** Random123, tests/kat_vectors, "philox4x32 10": counter, key, output. */
const random123 = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0],
    output: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    output: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    output: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
];

const keyOf = (words: readonly number[]): Uint32Array => {
  const key = new Uint32Array(8);
  key.set(words);
  return key;
};

describe.each(eachBackend)('philox4x32-10 on %s', (_, m) => {
  test.each(random123)('Random123, counter $counter', ({ counter, key, output }) => {
    // Counter words 0 and 1 are 4 * line + block, so the line is the counter's 64 bits div 4.
    const block = counter[0] & 3;
    const low = (counter[0] >>> 2) | (counter[1] << 30);
    const source = m.source('philox4x32-10', keyOf(key));
    m.kernels.lines(source, low, counter[1] >>> 2, counter[2] | 0, counter[3] | 0, 1, m.scratch);
    const at = (m.scratch >> 2) + 4 * block;
    expect(Array.from(m.u32.subarray(at, at + 4))).toEqual(output);
    if (counter[0] === 0xffffffff) {
      // And the carry out of the counter's low half: the next line starts with counter words 0, 0.
      m.kernels.lines(source, -1, 0x3fffffff, -1, -1, 2, m.scratch);
      const wrapped = Array.from(m.u32.subarray(m.scratch >> 2, (m.scratch >> 2) + 32));
      expect(wrapped.slice(12, 16)).toEqual(output);
      m.kernels.lines(source, 0, 0x40000000, -1, -1, 1, m.scratch);
      expect(wrapped.slice(16)).toEqual(Array.from(m.u32.subarray(m.scratch >> 2, (m.scratch >> 2) + 16)));
    }
  });

  test('C++26: the 10 000th output of a default-constructed std::philox4x32 is 1955073260', () => {
    const source = m.source('philox4x32-10', keyOf([20111115]));
    m.kernels.fillWords(source, 9999, 1, m.scratch);
    expect(m.u32[m.scratch >> 2]).toBe(1955073260);
    m.kernels.fillWords(source, 0, 10000, m.scratch);
    expect(m.u32[(m.scratch >> 2) + 9999]).toBe(1955073260);
  });
});
